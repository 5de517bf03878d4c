use domain::{
    co_owner::CoOwner,
    declarant_statements::{DeclarantStatement, StatementsFilter, Summary},
    month::Month,
    rights::{Action, Decision, Denial, Teleservice},
};
use platform::{
    Error,
    co_owners::{FigureKind, Figures},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Share, decide, narrow_block},
    },
};

/// Content of the page of états déclarants.
#[derive(Clone, Debug)]
pub struct Statements {
    pub view: CompanyView,
    /// Téléservices whose statements the person may read.
    pub open: Vec<Teleservice>,
    /// The other téléservices, each with the reason.
    pub denied: Vec<(Teleservice, Denial)>,
    /// `None` if `open` is empty: customs are not asked.
    pub share: Option<Share<Summary>>,
    /// Grows with every change of the figures that a co-owner reports.
    pub figures_mark: i64,
}

/// Returns the current month in Paris: the last that customs report.
pub fn current_month(portal: &Portal) -> Month {
    Month::of(portal.clock.now().day())
}

/// Returns the statements of the current company that the filter selects, on the téléservices that the person has a
/// right on.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected or the person no longer has a right on it; [`Error::Busy`].
pub async fn statements(
    portal: &Portal,
    session: &Session,
    filter: &StatementsFilter,
) -> Result<Statements, Error> {
    let view = companies::company_view(portal, session).await?;
    let (open, denied) = sort_teleservices(&view);
    if open.is_empty() {
        return Ok(Statements { view, open, denied, share: None, figures_mark: 0 });
    }
    let (co_owner, kind) = (CoOwner::Dgddi, FigureKind::DeclarantStatements);
    let mut blocks = figures::get(portal, &view, &[(co_owner, kind)]).await?;
    let block = narrow_block(blocks.take(co_owner, kind), |figures| match figures {
        Figures::DeclarantStatements(all) => Some(summary(&all, &open, filter)),
        _ => None,
    });
    let share = Some(Share { co_owner, block });
    Ok(Statements { view, open, denied, share, figures_mark: blocks.mark })
}

/// Separates the téléservices that the person may open for the company from the others.
fn sort_teleservices(view: &CompanyView) -> (Vec<Teleservice>, Vec<(Teleservice, Denial)>) {
    let (mut open, mut denied) = (Vec::new(), Vec::new());
    for teleservice in Teleservice::of_declarations() {
        match decide(view, Action::OpenTeleservice(teleservice)) {
            Decision::Allowed => open.push(teleservice),
            Decision::Denied(denial) => denied.push((teleservice, denial)),
        }
    }
    (open, denied)
}

fn summary(all: &[DeclarantStatement], open: &[Teleservice], filter: &StatementsFilter) -> Summary {
    let readable: Vec<_> = all.iter().filter(|one| open.contains(&one.teleservice)).copied().collect();
    Summary::new(&readable, filter)
}
