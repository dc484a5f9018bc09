//! Names of the invented district. Surnames are put together of parts, so that a region has enough of them.

use kernel::{Day, PersonId, Reference};

use super::Hands;

const FORENAMES: &[&str] = &[
    "Ada", "Arlo", "Bilal", "Bryn", "Carys", "Cleo", "Dara", "Dilys", "Eesa", "Elin", "Fern", "Finn", "Gwen", "Gethin",
    "Hamza", "Hana", "Idris", "Isla", "Jonah", "Juno", "Kai", "Kezia", "Leila", "Lowri", "Mina", "Musa", "Nell",
    "Nico", "Orin", "Orla", "Priya", "Piers", "Quill", "Rafi", "Rhian", "Saffi", "Silas", "Tamar", "Tariq", "Una",
    "Vesna", "Wilf", "Wren", "Yasin", "Yara", "Zaki", "Zora",
];
const FIRST: &[&str] = &[
    "Apple", "Birch", "Caw", "Dun", "Elder", "Fell", "Garrow", "Hazel", "Ingle", "Jack", "Kettle", "Lark", "Moss",
    "Nettle", "Oaken", "Plover", "Quarry", "Ridge", "Sedge", "Thistle", "Under", "Vetch", "Wharf", "Yarrow",
];
const SECOND: &[&str] = &[
    "garth", "hall", "thorn", "moor", "kin", "brook", "by", "rigg", "wood", "spur", "croft", "well", "gate", "shaw",
    "field", "beck", "holme", "ley", "stead", "royd",
];

/// A child of the district.
#[derive(Clone, Debug)]
pub struct Child {
    /// Forename.
    pub forename: &'static str,
    /// Surname.
    pub surname: String,
    /// Birth date.
    pub born: Day,
    /// M or F.
    pub sex: &'static str,
    /// The record, once it is made.
    pub record: Option<(PersonId, Reference)>,
}

impl Child {
    /// A child who is between eight and seventeen on a day.
    pub(super) fn on(hands: &Hands, day: Day) -> Self {
        let born = day.plus_days(-365 * 8 - hands.between(0, 365 * 9 + 200));
        Self {
            forename: hands.word(FORENAMES),
            surname: format!("{}{}", hands.word(FIRST), hands.word(SECOND)),
            born,
            sex: if hands.below(5) < 3 { "F" } else { "M" },
            record: None,
        }
    }
}
