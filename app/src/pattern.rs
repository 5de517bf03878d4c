//! Matches routes against the patterns of [`domain::path`].

use leptos_router::{ParamSegment, PartialPathMatch, PathSegment, PossibleRouteMatch, StaticSegment};

/// Path of a route: `<Route path=Pattern(path::QUESTION) …/>`. A segment in braces is a parameter.
///
/// Equivalent to Leptos' `path!`, which accepts only a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern(pub &'static str);

impl Pattern {
    /// The segments between slashes; none for `/`.
    fn segments(self) -> impl Iterator<Item = Segment> {
        self.0.split('/').filter(|segment| !segment.is_empty()).map(Segment::of)
    }
}

enum Segment {
    Static(StaticSegment<&'static str>),
    Param(ParamSegment),
}

impl Segment {
    fn of(text: &'static str) -> Self {
        match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(name) => Segment::Param(ParamSegment(name)),
            None => Segment::Static(StaticSegment(text)),
        }
    }

    fn as_match(&self) -> &dyn PossibleRouteMatch {
        match self {
            Segment::Static(segment) => segment,
            Segment::Param(segment) => segment,
        }
    }
}

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut matched_length = 0;
        let mut remaining = path;
        let mut params = Vec::new();
        for segment in self.segments() {
            let found = segment.as_match().test(remaining)?;
            matched_length += found.matched().len();
            remaining = found.remaining();
            params.extend(found.params());
        }
        Some(PartialPathMatch::new(remaining, params, &path[..matched_length]))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        for segment in self.segments() {
            segment.as_match().generate_path(path);
        }
    }
}
