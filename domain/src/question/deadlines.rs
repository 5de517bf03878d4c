/// Number of years that a question, its answers and their files are archived (002).
pub const ARCHIVE_YEARS: i16 = 7;
