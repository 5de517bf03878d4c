//! Components: server-rendered markup for the classes of `style/`.
//!
//! They take plain data and know no use case. Behaviour in the browser is requested by `data-` attributes (see
//! [`crate::navigation`]).

mod bar_chart;
mod blocks;
mod chart;
mod errors;
mod fields;
mod files;
mod filters;
mod footer;
mod harmless;
mod header;
mod helpline;
mod icons;
mod line_chart;
mod links;
mod live_notices;
pub(crate) mod markup;
mod notice;
mod pagination;
mod person;
mod proof;
mod qr;
mod rich_text;
mod slots;
mod steps;
mod structured_data;
mod table;
mod tabs;
mod tags;
mod time;
mod zoned_time;

pub use bar_chart::{Bar, BarChart};
pub use blocks::{Card, Definition, DefinitionList, EmptyState};
pub use chart::{PaymentShare, PaymentsChart};
pub use errors::{ErrorSummary, MandatoryNote, ProblemNotice, sentence_for};
pub use fields::{FieldLists, FormFields, Username};
pub use files::{AttachmentItem, AttachmentList, UploadForm, file_size};
pub use filters::{
    choice_list, filter_day, filter_list, filter_month, filter_siret, filter_text, search_corrections,
    search_form,
};
pub use footer::{AvisButton, Footer};
pub use harmless::harmless;
pub use header::{
    Header, HeaderCompany, HeaderForms, HeaderModel, HeaderSpace, HeaderVisitor, LiveState, OtherCompany,
};
pub use helpline::{HelplineNumber, HelplineState};
pub use line_chart::LineChart;
pub use links::{ButtonLink, ExternalLink, RowSubmit, Submit, Variant, site_link};
pub use live_notices::LiveNotices;
pub use notice::{MailRefusedNotice, Notice, NoticeKind};
pub use pagination::{CursorPagination, Pagination};
pub use person::PersonField;
pub use proof::{Proof, ReceiptFiles, Stamped};
pub use qr::qr_code;
pub use rich_text::RichText;
pub use slots::{BookedSlot, SlotsByDay, SoonestSlot};
pub use steps::{Step, Stepper, Timeline, TimelineItem};
pub use structured_data::structured_data;
pub use table::{Cell, Column, Row, Table, Unfold};
pub use tabs::{Breadcrumb, TabLink, TabLinks};
pub use tags::{StatusBadge, Tag, Tone};
pub use time::Time;
pub use zoned_time::ZonedTime;
