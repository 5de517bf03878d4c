use std::sync::Arc;

use backend::{
    companies::CompanyView,
    export_follow_up::{self, ExportPage, Exports},
};
use domain::{
    export_follow_up::{ExportFilter, ExportStage},
    french, path,
};
use leptos::prelude::*;
use platform::co_owners::Export;

use crate::{
    dashboard::{file_links, select_company_if_lost, share},
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// `/exportations`: export declarations of the selected company.
#[component]
pub fn ListPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let filter = ExportFilter::read(|name| request.query(name));
        let session = request.usager_session()?;
        let found =
            export_follow_up::exports(request.portal(), session, &filter, request.page_number()).await;
        let Exports { view, share: exports, figures_mark } = found.map_err(select_company_if_lost)?;
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        let (page, pages) =
            exports.block.shown().map_or((1, 1), |dated| (dated.value.page, dated.value.pages));
        let detail = list_detail(filter.words(), page, pages);
        let form = exports.block.shown().map(|_| form(&filter, &request));
        let content = share(exports, "les exportations", |_, page| content(&view, &filter, page));
        Ok(view! {
            <Page title="Exportations" detail lead wide=true trail=Vec::new() figures_mark=Some(figures_mark)>
                {form}
                {content}
                <p class="muted">
                    "Pour une déclaration d’une autre entreprise\u{a0}: " <a href=path::EXPORT_FOLLOW_UP>"suivre une exportation par son MRN"</a> "."
                </p>
            </Page>
        }
        .into_any())
    })
}

fn form(filter: &ExportFilter, request: &PageRequest) -> impl IntoView + use<> {
    let is_open = !filter.selects_all() || ExportFilter::has_unreadable(|name| request.query(name));
    let stages: Vec<_> = ExportStage::ALL.iter().map(|one| (one.code(), one.label())).collect();
    let stage = filter.stage.map(ExportStage::code);
    let day = |name, label, day| filter_day(name, label, day, request.query(name).unwrap_or_default());
    let all = (!filter.selects_all()).then(|| {
        view! { <ButtonLink href=path::EXPORTS variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    let reversed = filter.is_reversed().then(|| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>"Le dernier jour de ce filtre précède le premier\u{a0}: aucune déclaration ne peut correspondre."</p>
            </Notice>
        }
    });
    view! {
        <details class="disclosure" open=is_open>
            <summary>"Filtrer les exportations"</summary>
            <form class="filters" method="get" action=path::EXPORTS>
                {filter_text(ExportFilter::MRN, "MRN, en entier ou en partie", &filter.mrn)}
                {filter_list(ExportFilter::STAGE, "Dernière étape", "Toutes", stage, &stages)}
                {day(ExportFilter::FROM, "Acceptées à partir du", filter.from)}
                {day(ExportFilter::TO, "Acceptées jusqu’au", filter.to)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {all}</div>
            </form>
        </details>
        {reversed}
    }
}

fn content(view: &CompanyView, filter: &ExportFilter, found: ExportPage) -> AnyView {
    let ExportPage { exports, selected, total, page, pages } = found;
    if exports.is_empty() {
        return nothing(total);
    }
    let query = filter.query();
    let href = if query.is_empty() {
        format!("{}?page=", path::EXPORTS)
    } else {
        format!("{}?{query}&page=", path::EXPORTS)
    };
    let caption = french::count(selected, "déclaration d’exportation", "déclarations d’exportation");
    view! {
        {table(view, &caption, &exports)}
        <Pagination label="Pages des exportations" page pages href/>
        <p class="muted small no-print">
            "Exporter toutes ces lignes\u{a0}: " {file_links(&query, path::EXPORTS_CSV, path::EXPORTS_XLSX)}
        </p>
    }
    .into_any()
}

fn table(view: &CompanyView, caption: &str, exports: &[Arc<Export>]) -> AnyView {
    let columns = [
        Column::text("MRN"),
        Column::text("Acceptée le"),
        Column::text("Dernière étape"),
        Column::text("Atteinte le"),
        Column::text("Bureau"),
        Column::text("Sortie à prouver avant le"),
        Column::text("Établissement"),
    ];
    Table::new(caption, &columns).rows(exports, |row, export| cells(row, view, export)).finish()
}

fn cells(row: &mut Row<'_>, view: &CompanyView, export: &Export) {
    let path = &export.path;
    row.cell().link(domain::path::export_follow_up(path.mrn.as_str()), path.mrn.as_str());
    row.cell().date(path.begun());
    let last = path.last();
    row.cell().tag(tone(last.stage), last.stage.label());
    row.cell().date(last.day);
    match &last.office {
        Some(code) => row.cell().reference(code),
        None => row.cell().none(),
    };
    match path.exit_deadline() {
        Some(day) => row.cell().date(day),
        None => row.cell().none(),
    };
    match &export.siret {
        Some(siret) => row.cell().text(view.company.label_of(siret)),
        None => row.cell().none(),
    };
}

fn tone(stage: ExportStage) -> Tone {
    match stage {
        ExportStage::Exited => Tone::Success,
        ExportStage::Stopped => Tone::Error,
        _ => Tone::Info,
    }
}

fn nothing(total: usize) -> AnyView {
    match total {
        0 => view! {
            <EmptyState title="Aucune exportation">
                <p>"La douane ne connaît aucune déclaration d’exportation de cette entreprise ces trois dernières années."</p>
            </EmptyState>
        }
        .into_any(),
        _ => view! {
            <EmptyState title="Aucune exportation ne correspond">
                <p>"Élargissez le filtre, ou " <a href=path::EXPORTS>"affichez toutes les exportations"</a> "."</p>
            </EmptyState>
        }
        .into_any(),
    }
}
