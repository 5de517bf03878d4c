use backend::diagnostics::{self, Diagnostic, Finding, Verdict};
use domain::diagnostic::KEPT_DAYS;
use leptos::prelude::*;

use super::SELF_CHECK;
use crate::{
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/auto-controle/{reference}`: shown to the browser that asked for it.
#[component]
pub fn ResultPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let reference: String = visit.param("reference")?;
        let opened =
            diagnostics::open(visit.portal(), visit.session(), &visit.context.client, &reference).await;
        let found = match opened {
            // Another browser's, or too old: there is always a new one to make.
            Err(backend::Error::NotFound) => return Err(Stop::Redirect(SELF_CHECK.to_owned())),
            found => found?,
        };
        let findings = found.findings();
        let faults = findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count();
        let summary = summary(faults);
        Ok(view! {
            <Page title="Résultat de l’auto-contrôle" wide=true>
                {summary}
                {reference_card(&found)}
                {table(findings)}
                <p class="cluster">
                    <ButtonLink href=SELF_CHECK variant=Variant::Secondary>"Refaire l’auto-contrôle"</ButtonLink>
                    <ButtonLink href="/aide#blocage" variant=Variant::Quiet>"Que faire en cas de blocage"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}

fn summary(faults: usize) -> AnyView {
    let (kind, text) = match faults {
        0 => (NoticeKind::Success, "Rien de ce qui a pu être vérifié n’empêche l’accès.".to_owned()),
        1 => (NoticeKind::Warning, "Un point est à corriger.".to_owned()),
        many => (NoticeKind::Warning, format!("{many} points sont à corriger.")),
    };
    view! { <Notice kind=kind live=true><p>{text}</p></Notice> }.into_any()
}

fn reference_card(found: &Diagnostic) -> impl IntoView + use<> {
    let until = (found.made_at + std::time::Duration::from_secs(KEPT_DAYS * 24 * 3600)).french_day();
    let (reference, made) = (found.reference.grouped(), found.made_at);
    view! {
        <Card title="Référence à donner à l’assistance">
            <p class="reference mono">{reference}</p>
            <p>
                "Fait le " <time datetime=made.rfc3339()>{made.french_minute()}</time>
                ". L’assistance (" <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>
                ") verra exactement le tableau ci-dessous, jusqu’au " {until} ", et rien d’autre."
            </p>
        </Card>
    }
}

fn table(findings: Vec<Finding>) -> impl IntoView {
    let columns = ["Vérification", "Résultat", "Explication"].map(Column::text).into();
    let rows = findings.into_iter().map(row).collect();
    view! { <DataTable caption="Ce qui a été vérifié" columns rows/> }
}

fn row(finding: Finding) -> Vec<AnyView> {
    let tone = match finding.verdict {
        Verdict::Good => Tone::Success,
        Verdict::Bad => Tone::Error,
        Verdict::Unknown => Tone::Neutral,
        Verdict::Fact => Tone::Info,
    };
    vec![
        finding.subject.into_any(),
        view! { <Tag tone>{finding.verdict.label()}</Tag> }.into_any(),
        finding.text.into_any(),
    ]
}
