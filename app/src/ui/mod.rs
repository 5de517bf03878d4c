//! The components of the portal's own look: server-rendered markup for the classes of `style/`.
//!
//! They take plain data, know no use case, and carry no behaviour: what the browser adds to them is
//! announced by `data-` attributes (see [`crate::navigation`]).

mod blocks;
mod chart;
mod errors;
mod fields;
mod files;
mod footer;
mod header;
mod icons;
mod links;
mod news;
mod notice;
mod qr;
mod steps;
mod table;
mod tabs;
mod tags;

pub use blocks::{Card, Definition, DefinitionList, EmptyState};
pub use chart::{PaymentShare, PaymentsChart};
pub use errors::{ErrorSummary, FieldError, MandatoryNote};
pub use fields::{FieldLists, FormFields};
pub use files::{AttachmentItem, AttachmentList, UploadForm, file_size};
pub use footer::{AvisButton, Footer};
pub use header::{Header, HeaderCompany, HeaderModel, HeaderShown, HeaderVisitor, OtherCompany};
pub use links::{ButtonLink, ExternalLink, Submit, Variant};
pub use news::News;
pub use notice::{Notice, NoticeKind};
pub use qr::qr_code;
pub use steps::{Step, Stepper, Timeline, TimelineItem};
pub use table::{Column, DataTable, TableFrame};
pub use tabs::{Breadcrumb, Pagination, TabLink, TabLinks};
pub use tags::{StatusBadge, Tag, Tone};
