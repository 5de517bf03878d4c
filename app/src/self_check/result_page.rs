use backend::assistance::self_check::{self, Finding, SelfCheck, Verdict};
use domain::{helpline::HOTLINE, path, self_check::RETENTION_DAYS};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/auto-controle/{reference}`: result, shown only to the browser that ran the check.
#[component]
pub fn ResultPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let reference: String = request.param("reference")?;
        let result =
            self_check::view(request.portal(), request.session(), &request.context.client, &reference).await;
        let check = match result {
            // Made in another browser, or expired: the person can run a new check.
            Err(platform::Error::NotFound) => return Err(Stop::Redirect(path::SELF_CHECK.to_owned())),
            check => check?,
        };
        let findings = check.findings();
        let faults = findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count();
        let summary = summary(faults);
        Ok(view! {
            <Page title="Résultat de l’auto-contrôle" wide=true>
                {summary}
                {reference_card(&check)}
                {table(findings)}
                <p class="cluster">
                    <ButtonLink href=path::SELF_CHECK variant=Variant::Secondary>"Refaire l’auto-contrôle"</ButtonLink>
                    <ButtonLink href=path::HELP_WHEN_BLOCKED variant=Variant::Quiet>"Que faire en cas de blocage"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}

fn summary(faults: usize) -> AnyView {
    let (kind, text) = match faults {
        0 => (NoticeKind::Success, "Aucun des points vérifiés n’empêche l’accès.".to_owned()),
        1 => (NoticeKind::Warning, "Un point est à corriger.".to_owned()),
        many => (NoticeKind::Warning, format!("{many}\u{a0}points sont à corriger.")),
    };
    view! { <Notice kind=kind live=true><p>{text}</p></Notice> }.into_any()
}

fn reference_card(check: &SelfCheck) -> impl IntoView + use<> {
    let until = (check.created_at + std::time::Duration::from_secs(RETENTION_DAYS * 24 * 3600)).french_day();
    let (reference, made) = (check.reference.grouped(), check.created_at);
    view! {
        <Card title="Référence à donner à l’assistance">
            <p class="reference mono">{reference}</p>
            <p>
                "Contrôle effectué le " <Time at=made/>
                ". L’assistance pourra consulter le tableau ci-dessous, et rien d’autre, jusqu’au " {until} "."
            </p>
            <p>"Assistance\u{a0}: " <HelplineNumber line=&HOTLINE/></p>
        </Card>
    }
}

fn table(findings: Vec<Finding>) -> impl IntoView {
    let columns = ["Vérification", "Résultat", "Explication"].map(Column::text);
    Table::new("Ce qui a été vérifié", &columns).rows(findings, row).finish()
}

fn row(row: &mut Row<'_>, finding: Finding) {
    let tone = match finding.verdict {
        Verdict::Good => Tone::Success,
        Verdict::Bad => Tone::Error,
        Verdict::Unknown => Tone::Neutral,
        Verdict::Fact => Tone::Info,
    };
    row.cell().text(finding.subject);
    row.cell().tag(tone, finding.verdict.label());
    row.cell().text(finding.text);
}
