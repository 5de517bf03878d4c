use platform::db::Moment;

use super::{filter::InboxFilter, statements::Statements};
use crate::{
    accounts::sessions::StaffMember,
    customs::InboxView,
    id::StaffId,
    messaging::Cursor,
    search::scoped::{Part, Searched},
};

/// A page to read, of each service.
pub struct Page<'a> {
    pub filter: &'a InboxFilter,
    pub assignee: Option<StaffId>,
    pub searched: Searched,
    pub now: Moment,
    pub after: Option<Cursor>,
}

/// Binds `$1` to `$8`.
macro_rules! bound {
    ($page:expr, $query:expr, $service:expr, $limit:expr) => {{
        let page: &Page<'_> = $page;
        let start = page.start();
        let select = $query.bind($service).bind(start.at).bind(start.id).bind($limit);
        let select = match page.filter.view.status() {
            Some(status) => select.bind(status.code()),
            None => select.bind(page.due_before()),
        };
        select.bind(&page.filter.motif).bind(page.assignee).bind(page.filter.with_files)
    }};
}
pub(super) use bound;

impl<'a> Page<'a> {
    /// The first page of the questions that match, as the agent lists them.
    pub fn first(filter: &'a InboxFilter, agent: &StaffMember, now: Moment) -> Self {
        let assignee = match filter.view {
            InboxView::Mine => Some(agent.id),
            view => filter.assignee.filter(|_| view.has_assignees()),
        };
        let searched = Searched::read(&filter.search, &[Part::Text, Part::Company]);
        Page { filter, assignee, searched, now, after: None }
    }

    pub fn statements(&self) -> Statements {
        Statements::of(self.filter.view, self.assignee)
    }

    pub fn start(&self) -> Cursor {
        self.after.unwrap_or(self.filter.view.start(self.now))
    }

    pub fn due_before(&self) -> Moment {
        self.filter.view.due_before(self.now)
    }
}
