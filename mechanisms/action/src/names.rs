//! Whether words for somebody outside name a person.
//!
//! A name that is no common word is found as a whole word, capitals or not. One that is also a common word, such as May
//! or Will, is found where it is written as a name: with a capital elsewhere than at the start of a sentence, as an
//! owner ("May's"), or beside another of the person's names in any spelling. So "We may ring" passes and "Ring May"
//! does not; "May is ill" at the start of a sentence passes too, which no rule without understanding can tell from
//! "May we ring?". The month ("by 5 May") is taken for the name.

/// Words of every day that are also names, in lower case.
const COMMON: &[&str] = &[
    "ace",
    "amber",
    "an",
    "angel",
    "april",
    "art",
    "ash",
    "august",
    "autumn",
    "baker",
    "banks",
    "be",
    "bell",
    "best",
    "bill",
    "bird",
    "bishop",
    "black",
    "blessing",
    "bridge",
    "brook",
    "brown",
    "can",
    "carpenter",
    "carter",
    "case",
    "chance",
    "charity",
    "chase",
    "christian",
    "church",
    "cliff",
    "cook",
    "cross",
    "crystal",
    "daisy",
    "dawn",
    "day",
    "dean",
    "destiny",
    "do",
    "don",
    "drew",
    "duke",
    "earl",
    "eve",
    "faith",
    "farmer",
    "field",
    "fish",
    "fisher",
    "ford",
    "forest",
    "fox",
    "frank",
    "frost",
    "gay",
    "gene",
    "ginger",
    "glen",
    "good",
    "grace",
    "grant",
    "gray",
    "green",
    "grey",
    "guy",
    "ha",
    "hall",
    "harmony",
    "hazel",
    "he",
    "heath",
    "heather",
    "hill",
    "holly",
    "hope",
    "house",
    "hunter",
    "in",
    "ivy",
    "jack",
    "jade",
    "jay",
    "joy",
    "june",
    "justice",
    "king",
    "lamb",
    "lance",
    "lane",
    "lily",
    "little",
    "long",
    "love",
    "major",
    "mark",
    "marsh",
    "mason",
    "max",
    "may",
    "melody",
    "mercy",
    "miles",
    "miller",
    "moor",
    "moss",
    "my",
    "north",
    "olive",
    "page",
    "park",
    "parks",
    "pat",
    "patience",
    "pearl",
    "penny",
    "poppy",
    "porter",
    "potter",
    "power",
    "powers",
    "precious",
    "price",
    "prince",
    "ray",
    "reed",
    "rice",
    "rich",
    "rivers",
    "rob",
    "robin",
    "rose",
    "rowan",
    "ruby",
    "sage",
    "sharp",
    "shepherd",
    "short",
    "sky",
    "small",
    "snow",
    "so",
    "son",
    "south",
    "speed",
    "star",
    "stone",
    "strong",
    "sue",
    "summer",
    "summers",
    "swan",
    "violet",
    "wade",
    "walker",
    "waters",
    "weaver",
    "wells",
    "west",
    "white",
    "will",
    "willow",
    "winter",
    "wise",
    "wolf",
    "wood",
    "woods",
    "young",
];

/// A word as it stands in a text.
struct Word {
    /// In lower case.
    text: String,
    /// Whether it begins with a capital.
    capital: bool,
    /// Whether a sentence begins with it.
    first: bool,
    /// Whether `'s` follows.
    owns: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let (mut first, mut rest) = (true, text);
    while let Some(at) = rest.find(char::is_alphanumeric) {
        first = first || rest[..at].contains(['.', '!', '?', ':', ';', '\n', '\r', '•']);
        let word = rest[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        rest = &rest[at + word.len()..];
        let mut after = rest.chars();
        let owns = matches!(after.next(), Some('\'' | '’'))
            && matches!(after.next(), Some('s' | 'S'))
            && !after.next().is_some_and(char::is_alphanumeric);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        all.push(Word { text: word.to_lowercase(), capital, first, owns });
        first = false;
    }
    all
}

/// Which of a person's names stand in words that somebody outside would read. Names of one letter are left out.
#[must_use]
pub(crate) fn named<'a>(said: &str, names: &'a [String]) -> Option<&'a str> {
    let said = words(said);
    let parts: Vec<Vec<String>> = names
        .iter()
        .map(|it| words(it).into_iter().map(|it| it.text).filter(|it| it.chars().count() > 1).collect())
        .collect();
    let is_part = |it: &Word| parts.iter().flatten().any(|part| *part == it.text);
    let meant = |nth: usize, it: &Word| {
        let as_name = it.capital && (!it.first || it.owns);
        let beside = |other: Option<&Word>| other.is_some_and(|other| other.text != it.text && is_part(other));
        let before = nth.checked_sub(1).and_then(|nth| said.get(nth));
        !COMMON.contains(&it.text.as_str()) || as_name || beside(before) || beside(said.get(nth + 1))
    };
    let found: Vec<&Word> =
        said.iter().enumerate().filter(|(nth, it)| is_part(it) && meant(*nth, it)).map(|it| it.1).collect();
    let stands = |parts: &[String]| parts.iter().any(|part| found.iter().any(|it| it.text == *part));
    names.iter().zip(&parts).find(|(_, parts)| stands(parts)).map(|it| it.0.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_name_is_found_in_words_for_somebody_outside_and_a_part_of_another_word_is_not() {
        let names = of(&["Kai", "Fellbrook-Moss"]);
        assert_eq!(named("Ring KAI's school", &names), Some("Kai"));
        assert_eq!(named("ring kai's school", &names), Some("Kai"));
        assert_eq!(named("the Moss family", &names), Some("Fellbrook-Moss"));
        assert_eq!(named("Check the kaiser hotel's register", &names), None);
    }

    #[test]
    fn a_name_that_is_a_common_word_is_found_only_where_it_is_written_as_a_name() {
        let names = of(&["May", "Will", "Rose"]);
        for free in [
            "We may ring you. May we come on Friday? Will that do?",
            "Prices rose, and will rise",
            "- May we ring?",
            "",
        ] {
            assert_eq!(named(free, &names), None, "{free}");
        }
        for said in ["Ring May at home", "May's school has the form", "Please tell Will", "a friend of Rose’s"] {
            assert!(named(said, &names).is_some(), "{said}");
        }
        let pair = of(&["May", "Quickthorn"]);
        assert_eq!(named("May Quickthorn is waiting", &pair), Some("May"));
        let both = of(&["May", "Rose"]);
        assert_eq!(named("may rose is waiting", &both), Some("May"), "two of the person's names side by side");
    }

    #[test]
    fn the_common_words_are_in_lower_case_in_order_and_once() {
        assert!(COMMON.windows(2).all(|it| it[0] < it[1]), "sort them");
        assert!(COMMON.iter().all(|it| *it == it.to_lowercase()));
    }
}
