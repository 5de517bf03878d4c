//! Replaces the displayed page by a fetched one.

use web_sys::{Document, Element};

use super::{
    dom,
    fetch::{FetchedPage, Outcome},
    focus::FocusState,
    form_state,
    history::{self, NavigationType},
    notices, status,
};

/// Functions of other modules that run during a navigation. They are passed in, so that those modules may import this
/// one.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Runs before a navigation that may leave the page.
    pub before_navigation: fn(),
    /// Runs once a new `<main>` is in the document.
    pub after_main_swap: fn(&Element),
    /// Runs once the header is replaced, after `after_main_swap` when both are.
    pub after_header_swap: fn(),
    /// Runs at the end of every navigation that was not superseded.
    pub after_navigation: fn(),
}

/// Swaps `<main>` and the `[data-live]` parts, then moves focus and scroll position as a full load would.
pub fn swap(page: FetchedPage, kind: NavigationType, fragment: Option<&str>, hooks: Hooks) -> Outcome {
    let current = dom::document();
    let (Some(old), Some(new), true) = (
        dom::main_of(&current),
        dom::main_of(&page.document),
        build_of(&page.document).is_some_and(|build| build_of(&current) == Some(build)),
    ) else {
        return Outcome::NotSwappable(page);
    };
    let refresh = kind == NavigationType::Refresh;
    if refresh && form_state::would_lose_input(&old, &new) {
        swap_live_parts(&page.document);
        (hooks.after_header_swap)();
        return Outcome::HeaderOnly;
    }
    match fragment {
        Some(fragment) => history::record(&(page.address.clone() + "#" + fragment), kind),
        None => history::record(&page.address, kind),
    }
    let moved = history::set_displayed(&page.address);
    current.set_title(&page.document.title());
    // Before the header is replaced: the focus may be in it.
    let focus = refresh.then(|| FocusState::capture(&current));
    swap_live_parts(&page.document);
    if refresh {
        form_state::copy_input(&old, &new);
        form_state::keep_open(&old, &new);
    }
    if kind != NavigationType::Push {
        // Its height must be known to scroll to a former position.
        let _ = new.set_attribute("data-whole", "");
    }
    let former = results_of(&old);
    if refresh {
        keep_results(&old, &new);
    }
    let results = results_of(&new);
    let _ = old.replace_with_with_node_1(&new);
    if refresh {
        form_state::move_file_fields(&old, &new);
    }
    (hooks.after_main_swap)(&new);
    (hooks.after_header_swap)();
    let in_place = match focus {
        Some(focus) => !moved && focus.is_none_or(|focus| focus.restore().is_some()),
        None => false,
    };
    if in_place {
        if results != former {
            status::announce(&results);
        }
    } else {
        // The result of a form is announced before the title of the page it leads to.
        status::announce(&(results + &current.title()));
        move_view(&new, if refresh { NavigationType::Traverse(0.0) } else { kind }, fragment);
    }
    Outcome::Swapped
}

/// The results of a form or of work in the background that a page shows. The live region of the document announces them:
/// a role of their own would announce them a second time.
fn results_of(main: &Element) -> String {
    let mut text = String::new();
    for result in dom::find_all::<Element>(main, ".notice[role], [data-result]") {
        let _ = result.remove_attribute("role");
        let _ = result.set_attribute("data-result", "");
        text += &result.text_content().unwrap_or_default();
        text += " ";
    }
    text
}

/// Keeps the message of the person's own form when the page is refreshed because of that form.
fn keep_results(old: &Element, new: &Element) {
    let Some(list) = dom::find::<Element>(new, "[data-follow] > .stack") else { return };
    for result in dom::find_all::<Element>(old, "[data-follow] > .stack > [data-result]") {
        let _ = list.prepend_with_node_1(&result);
    }
}

/// Replaces the parts outside `<main>` that differ between pages: header, footer, feedback link.
fn swap_live_parts(new: &Document) {
    for part in dom::find_all::<Element>(&dom::body(), "[data-live]") {
        if let Some(fresh) = new.get_element_by_id(&part.id()) {
            let _ = part.replace_with_with_node_1(&fresh);
        }
    }
}

/// Sets focus and scroll position as a full load would.
fn move_view(main: &Element, kind: NavigationType, fragment: Option<&str>) {
    let window = dom::window();
    notices::hide();
    let problems = dom::find::<Element>(main, "[data-error-summary]:not([hidden])");
    let heading = problems.or_else(|| dom::find(main, "#titre"));
    if let Some(heading) = heading {
        dom::focus(&heading);
    }
    match (kind, fragment.and_then(dom::by_id::<Element>)) {
        (NavigationType::Traverse(position), _) => window.scroll_to_with_x_and_y(0.0, position),
        (_, Some(target)) => {
            let _ = target.set_attribute("tabindex", "-1");
            dom::focus(&target);
            target.scroll_into_view();
        }
        _ => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}

/// The build that rendered a document.
pub fn build_of(document: &Document) -> Option<String> {
    document.query_selector("meta[name=build]").ok().flatten()?.get_attribute("content")
}
