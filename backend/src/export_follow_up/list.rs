use std::{cmp::Reverse, sync::Arc};

use domain::{co_owner::CoOwner, export_follow_up::ExportFilter};
use platform::{
    Error,
    co_owners::{Export, FigureKind, Figures},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Block, Share, narrow_block},
    },
};

/// Number of declarations on one page.
const PAGE: usize = 50;

/// Content of the page of export declarations.
#[derive(Clone, Debug)]
pub struct Exports {
    pub view: CompanyView,
    pub share: Share<ExportPage>,
    /// Grows with every change of the figures that a co-owner reports.
    pub figures_mark: i64,
}

/// One page of the declarations that the filter selects, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPage {
    pub exports: Vec<Arc<Export>>,
    /// Number of selected declarations on all pages.
    pub selected: usize,
    /// Number of declarations of the company.
    pub total: usize,
    /// Number of the page, from 1.
    pub page: u32,
    pub pages: u32,
}

/// Returns export declarations of the current company. `page` counts from 1 and is limited to the existing pages.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected or the person no longer has a right on it; [`Error::Busy`].
pub async fn exports(
    portal: &Portal,
    session: &Session,
    filter: &ExportFilter,
    page: u32,
) -> Result<Exports, Error> {
    let view = companies::company_view(portal, session).await?;
    let (block, figures_mark) = fetch(portal, &view).await?;
    let block = block.map(|all| one_page(all, filter, page));
    Ok(Exports { view, share: Share { co_owner: CoOwner::Dgddi, block }, figures_mark })
}

/// Returns all export declarations of the company, newest first, and the mark of its figures.
pub(super) async fn fetch(
    portal: &Portal,
    view: &CompanyView,
) -> Result<(Block<Vec<Arc<Export>>>, i64), Error> {
    let wanted = (CoOwner::Dgddi, FigureKind::Exports);
    let mut blocks = figures::get(portal, view, &[wanted]).await?;
    let block = narrow_block(blocks.take(wanted.0, wanted.1), into_exports);
    Ok((block.map(newest_first), blocks.mark))
}

fn into_exports(figures: Figures) -> Option<Vec<Arc<Export>>> {
    match figures {
        Figures::Exports(exports) => Some(exports),
        _ => None,
    }
}

fn newest_first(mut exports: Vec<Arc<Export>>) -> Vec<Arc<Export>> {
    exports.sort_by_cached_key(|export| Reverse((export.path.begun(), export.path.mrn.to_string())));
    exports
}

fn one_page(all: Vec<Arc<Export>>, filter: &ExportFilter, page: u32) -> ExportPage {
    let total = all.len();
    let selected: Vec<_> = all.into_iter().filter(|export| filter.accepts(&export.path)).collect();
    let pages = u32::try_from(selected.len().div_ceil(PAGE)).unwrap_or(u32::MAX).max(1);
    let page = page.clamp(1, pages);
    let count = selected.len();
    let exports = selected.into_iter().skip((page as usize - 1) * PAGE).take(PAGE).collect();
    ExportPage { exports, selected: count, total, page, pages }
}
