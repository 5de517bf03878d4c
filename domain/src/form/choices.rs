use super::kind::ChoiceOption;

/// A list of options that depends on the chosen company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// SIRETs of the chosen SIREN; the value is the 14 digits.
    Sirets,
    /// Créances of the SIREN; the value is the reference.
    Creances,
    /// Mandats of the SIREN; the value is the RUM.
    Mandats,
}

/// Source of the options of each [`List`].
pub trait Choices {
    /// Returns the options, or `None` if the list is unknown: then only the format of the value is checked.
    fn options(&self, list: List) -> Option<&[ChoiceOption]>;
}

/// No lists: all options are unknown.
impl Choices for () {
    fn options(&self, _list: List) -> Option<&[ChoiceOption]> {
        None
    }
}
