use platform::{Error, db::Tx, execute_tx};

use crate::id::StaffId;

/// Statements that delete the factors of member `$1`.
const DELETE: [&str; 4] = [
    "DELETE FROM totp_factor WHERE staff_id = $1",
    "DELETE FROM totp_enrolment WHERE staff_id = $1",
    "DELETE FROM passkey WHERE staff_id = $1",
    "DELETE FROM recovery_code WHERE staff_id = $1",
];

/// Removes every factor and recovery code of a member of the staff, who then signs in with codes by mail. Returns `false` if there
/// were none.
pub(crate) async fn reset_member(tx: &mut Tx, member: StaffId) -> Result<bool, Error> {
    let mut deleted = 0;
    for statement in DELETE {
        deleted += execute_tx!(tx, sqlx::query(statement).bind(member))?;
    }
    Ok(deleted > 0)
}
