//! Statements of the views of an inbox. Each reads one index.

use crate::{
    customs::InboxView,
    id::StaffId,
    messaging::conversation_columns,
    search::scoped::{found_by_postgres, found_by_sqlite},
};

/// Conditions of the filter: motif `$6`, assignee `$7`, files if `$8`, after the cursor `$2` and `$3`.
macro_rules! matching {
    () => {
        " ($2, $3) AND ($6 = '' OR c.motif = $6) AND (c.assignee = $7 OR $7 IS NULL)
           AND (NOT $8 OR EXISTS (SELECT 1 FROM message f JOIN attachment g ON g.message = f.id WHERE f.conversation = c.id))"
    };
}

/// Questions of service `$1` that match, up to `$4`.
macro_rules! page {
    ($tokens:literal, $from:literal, $conditions:literal, $order:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            $tokens,
            " FROM ",
            $from,
            $conditions,
            matching!(),
            $order
        )
    };
}

/// Statements that read one view.
pub struct Statements {
    /// A page, without search.
    pub list: &'static str,
    /// A page, with the tokens of each question.
    pub walk: &'static str,
    /// A page from the table `found` of the index, whose condition is `$9`.
    pub find_by_sqlite: &'static str,
    pub find_by_postgres: &'static str,
    /// Number of questions in the services of agent `$9`, or in service `$1` of theirs, counted up to `$4`.
    pub count: &'static str,
}

/// `$range`: conditions that the index of the view serves. `$condition`: these conditions as expressions, which no index serves, so
/// that the database starts from the questions found.
macro_rules! statements {
    ($range:literal, $condition:literal, $order:literal) => {
        Statements {
            list: page!(
                "",
                "conversation c JOIN service s ON s.code = c.service WHERE c.service = $1",
                $range,
                $order
            ),
            walk: page!(
                ", t.tokens",
                "conversation c JOIN service s ON s.code = c.service JOIN search_scoped t ON t.rowid = c.search_number
                 WHERE c.service = $1",
                $range,
                $order
            ),
            find_by_sqlite: concat!(
                found_by_sqlite!("$9"),
                page!(
                    "",
                    "found CROSS JOIN conversation c JOIN service s ON s.code = c.service
                     WHERE c.search_number = found.number AND c.service || '' = $1",
                    $condition,
                    $order
                )
            ),
            find_by_postgres: concat!(
                found_by_postgres!("$9"),
                page!(
                    "",
                    "found CROSS JOIN conversation c JOIN service s ON s.code = c.service
                     WHERE c.search_number = found.number AND c.service || '' = $1",
                    $condition,
                    $order
                )
            ),
            count: concat!(
                "SELECT COUNT(*) FROM (
                     SELECT 1 FROM staff_service a JOIN conversation c ON c.service = a.service
                     WHERE a.member = $9 AND (a.service = $1 OR $1 = '')",
                $range,
                matching!(),
                " LIMIT $4) AS counted"
            ),
        }
    };
}

/// Questions that await an answer, by end of the commitment or else by age. `$5`: the commitment ends before; the greatest number also
/// matches questions without a commitment.
const OPEN: Statements = statements!(
    " AND c.pressing_at < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
const UNASSIGNED: Statements = statements!(
    " AND c.assignee IS NULL AND c.pressing_at < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " AND c.assignee IS NULL AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
// The sum keeps SQLite from reading the whole service in the order of the list, for the few questions of an agent.
const ASSIGNED: Statements = statements!(
    " AND c.assignee = $7 AND c.pressing_at + 0 < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
/// `$5`: status.
const LATEST_FIRST: Statements = statements!(
    " AND c.status = $5 AND (c.asked_at, c.id) <",
    " AND c.status || '' = $5 AND (c.asked_at, c.id) <",
    " ORDER BY c.asked_at DESC, c.id DESC LIMIT $4"
);

impl Statements {
    /// Returns the statements of a view, of the questions of one assignee or of all.
    pub fn of(view: InboxView, assignee: Option<StaffId>) -> Self {
        match (view.status(), assignee) {
            (Some(_), _) => LATEST_FIRST,
            (None, Some(_)) => ASSIGNED,
            (None, None) if view == InboxView::ToAssign => UNASSIGNED,
            (None, None) => OPEN,
        }
    }
}
