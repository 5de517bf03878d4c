/// Genre of a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    Guide,
    Tutorial,
    /// With its transcript as the text.
    Webinar,
    /// Agreement that opens a téléservice to a company.
    Convention,
}

impl Genre {
    pub const ALL: [Genre; 4] = [Genre::Guide, Genre::Tutorial, Genre::Webinar, Genre::Convention];

    /// Code stored in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Genre::Guide => "guide",
            Genre::Tutorial => "tutoriel",
            Genre::Webinar => "webinaire",
            Genre::Convention => "convention",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Genre::ALL.into_iter().find(|genre| genre.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Genre::Guide => "Guide",
            Genre::Tutorial => "Tutoriel",
            Genre::Webinar => "Webinaire et sa transcription",
            Genre::Convention => "Convention de téléservice",
        }
    }

    /// Heading of the guides of the genre.
    pub const fn plural(self) -> &'static str {
        match self {
            Genre::Guide => "Guides",
            Genre::Tutorial => "Tutoriels",
            Genre::Webinar => "Webinaires, avec leur transcription",
            Genre::Convention => "Conventions des téléservices",
        }
    }
}
