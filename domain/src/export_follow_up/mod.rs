//! Path of an export declaration, from its acceptance to the exit of the goods from the customs territory.

mod filter;
mod form;
mod path;
mod stage;

pub use filter::ExportFilter;
pub use form::{MRN, follow_up_form};
pub use path::{ExportPath, ExportStep};
pub use stage::ExportStage;

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::mrn::Mrn;

    fn export(stages: &[(ExportStage, Date)]) -> ExportPath {
        let mrn = Mrn::parse("26FR000012345678A4").expect("an MRN");
        let steps = stages.iter().map(|&(stage, day)| ExportStep { stage, day, office: None });
        ExportPath::new(mrn, steps.collect()).expect("a step")
    }

    const ACCEPTED: (ExportStage, Date) = (ExportStage::Accepted, date(2026, 3, 2));
    const RELEASED: (ExportStage, Date) = (ExportStage::Released, date(2026, 3, 3));
    const EXITED: (ExportStage, Date) = (ExportStage::Exited, date(2026, 3, 9));
    const STOPPED: (ExportStage, Date) = (ExportStage::Stopped, date(2026, 3, 10));

    #[test]
    fn steps_are_sorted_and_each_stage_counts_once() {
        let later = (ExportStage::Accepted, date(2026, 4, 1));
        let export = export(&[RELEASED, ACCEPTED, later]);
        assert_eq!(export.steps().len(), 2);
        assert_eq!((export.begun(), export.last().stage), (ACCEPTED.1, ExportStage::Released));
        assert_eq!(ExportPath::new(export.mrn, Vec::new()), None);
    }

    #[test]
    fn the_exit_is_due_150_days_after_the_release() {
        assert_eq!(export(&[ACCEPTED]).exit_deadline(), None);
        let released = export(&[ACCEPTED, RELEASED]);
        assert_eq!(released.exit_deadline(), Some(date(2026, 7, 31)));
        assert!(
            released.next_step(date(2026, 7, 31)).contains("le 31\u{a0}juillet 2026, 150\u{a0}jours après")
        );
        assert!(released.next_step(date(2026, 8, 1)).contains("est passé depuis le 31\u{a0}juillet 2026"));
        for end in [EXITED, STOPPED] {
            assert_eq!(export(&[ACCEPTED, RELEASED, end]).exit_deadline(), None);
        }
    }

    #[test]
    fn a_stopped_declaration_shows_no_later_stage() {
        let shown = |stages: &[_]| export(stages).shown_stages().collect::<Vec<_>>();
        assert_eq!(shown(&[ACCEPTED]), ExportStage::COMPLETE);
        let stopped = [ExportStage::Accepted, ExportStage::Released, ExportStage::Stopped];
        assert_eq!(shown(&[ACCEPTED, RELEASED, STOPPED]), stopped);
    }

    #[test]
    fn the_filter_is_read_from_its_own_query() {
        let typed = [("etape", "mainlevee"), ("du", "01/03/2026"), ("au", ""), ("mrn", "26 fr 0000")];
        let filter =
            ExportFilter::read(|name| typed.iter().find(|(one, _)| *one == name).map(|(_, value)| *value));
        assert_eq!(filter.query(), "etape=mainlevee&du=2026-03-01&mrn=26FR0000");
        assert!(filter.accepts(&export(&[ACCEPTED, RELEASED])));
        assert!(!filter.accepts(&export(&[ACCEPTED])));
        let wrong = ExportFilter { from: Some(date(2026, 3, 3)), ..filter.clone() };
        assert!(!wrong.accepts(&export(&[ACCEPTED, RELEASED])));
        assert!(!ExportFilter { mrn: "27FR".to_owned(), ..filter }.accepts(&export(&[ACCEPTED, RELEASED])));
        assert!(ExportFilter::default().selects_all() && ExportFilter::default().query().is_empty());
        assert!(ExportFilter::has_unreadable(|name| (name == "du").then_some("hier")));
    }
}
