//! What a new password must be: long, and not one that others guess first. No rules about kinds of characters, any
//! character allowed, and no change on a calendar (ASVS 6.2; NIST SP 800-63B §3.1.1).

use std::collections::HashSet;
use std::sync::OnceLock;

use kernel::Wrong;
use sha2::{Digest, Sha256};

/// The fewest characters. Fifteen would be wanted of a password alone (ASVS 6.2.1); ours is always one of two factors.
pub const SHORTEST: usize = 12;

/// The most characters.
pub const LONGEST: usize = 128;

/// A password made of so few easy pieces (common words, runs on the keyboard, numbers of up to four digits, one sort
/// of sign) is among the first that are tried.
const EASY_PIECES: usize = 3;

/// What must be left beside the words of the person and the place.
const LEFT: usize = 8;

const COMMON: &str = include_str!("common.txt");
const KNOWN: &str = include_str!("known.txt");

/// Runs that fingers find by themselves; backwards too.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "zaq1xsw2cde3vfr4bgt5",
    "qweasdzxc",
    "147258369",
    "159753",
    "qawsedrftgyh",
];

/// Checks a new password. `personal` are words that others would try for this person: names, sign-in name, agency;
/// the name of the program is added.
///
/// # Errors
/// What is wrong and how to mend it, for the field `password`.
pub fn check_new_password(password: &str, personal: &[&str]) -> Result<(), Wrong> {
    let wrong = |message: &str| Err(Wrong { field: "password".into(), message: message.into() });
    let count = password.chars().count();
    if count < SHORTEST {
        return wrong(
            "Your password must be at least 12 characters long. Three or four words that have nothing to do with each other are easy to remember",
        );
    }
    if count > LONGEST {
        return wrong("Your password must be at most 128 characters long");
    }
    let small: Vec<char> = password.to_lowercase().chars().collect();
    let personal = parts(personal);
    if left_beside(&small, &personal) < LEFT {
        return wrong(
            "Your password is too close to your name, your agency or the name of this service. Choose other words",
        );
    }
    if repeats(&small) || pieces(&small) <= EASY_PIECES || is_known(&small) {
        return wrong(
            "Your password is one that is often used or easily guessed. Add words that have nothing to do with each other",
        );
    }
    Ok(())
}

fn common() -> &'static [Vec<char>] {
    static ALL: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let lines = COMMON.lines().filter(|it| !it.starts_with('#'));
        lines.flat_map(str::split_whitespace).map(|it| it.chars().collect()).collect()
    })
}

/// Whether it was found in the open, as it is or without the digits and signs around it. One in 400,000 others is
/// taken for one of them.
fn is_known(text: &[char]) -> bool {
    static ALL: OnceLock<HashSet<u32>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let lines = KNOWN.lines().filter(|it| !it.starts_with('#'));
        lines.flat_map(str::split_whitespace).filter_map(|it| u32::from_str_radix(it, 16).ok()).collect()
    });
    let whole: String = text.iter().collect();
    let core = whole.trim_matches(|it: char| !it.is_alphabetic());
    [whole.as_str(), core].iter().any(|it| {
        let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(it.as_bytes()));
        all.contains(&u32::from_be_bytes([a, b, c, d]))
    })
}

fn runs() -> &'static [Vec<char>] {
    static ALL: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let there = RUNS.iter().map(|it| it.chars().collect());
        let back = RUNS.iter().map(|it| it.chars().rev().collect());
        there.chain(back).collect()
    })
}

/// The parts of names and sign-in names that are long enough to matter.
fn parts(personal: &[&str]) -> Vec<Vec<char>> {
    let mut all: Vec<Vec<char>> = personal
        .iter()
        .chain(&["holdfast"])
        .flat_map(|it| it.split(|c: char| !c.is_alphanumeric()))
        .map(|it| it.to_lowercase().chars().collect::<Vec<_>>())
        .filter(|it| it.len() >= 3)
        .collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.len()));
    all
}

/// Whether a typed character stands for a letter, as in `p@ssw0rd`.
fn stands_for(typed: char, letter: char) -> bool {
    typed == letter
        || match letter {
            'a' => matches!(typed, '@' | '4'),
            'b' => typed == '8',
            'e' => typed == '3',
            'i' => matches!(typed, '1' | '!' | '|'),
            'l' => matches!(typed, '1' | '|'),
            'o' => typed == '0',
            's' => matches!(typed, '$' | '5'),
            't' => matches!(typed, '7' | '+'),
            _ => false,
        }
}

fn starts(text: &[char], word: &[char]) -> bool {
    text.len() >= word.len() && text.iter().zip(word).all(|(typed, letter)| stands_for(*typed, *letter))
}

/// How many characters are left when the person's words are taken out, longest first.
fn left_beside(text: &[char], personal: &[Vec<char>]) -> usize {
    let (mut at, mut left) = (0, 0);
    while at < text.len() {
        match personal.iter().find(|it| starts(&text[at..], it)) {
            Some(word) => at += word.len(),
            None => {
                left += 1;
                at += 1;
            }
        }
    }
    if left == text.len() { usize::MAX } else { left }
}

/// Whether it is one short piece again and again, or hardly uses more than one character.
fn repeats(text: &[char]) -> bool {
    let mut kinds = text.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() < 5 || (1..=6).any(|unit| text.iter().zip(text.iter().skip(unit)).all(|(a, b)| a == b))
}

/// The fewest easy pieces that make up the text; what is not easy counts a piece for each character.
fn pieces(text: &[char]) -> usize {
    let mut fewest = vec![usize::MAX; text.len() + 1];
    fewest[0] = 0;
    for at in 0..text.len() {
        let next = fewest[at] + 1;
        let rest = &text[at..];
        let words = common().iter().filter(|it| starts(rest, it)).map(Vec::len);
        let alike = [same_kind(rest, 4, char::is_ascii_digit), same_kind(rest, 6, |c| !c.is_alphanumeric())];
        let runs = 3..=run(rest); // a part of a run is a run too
        for length in words.chain(alike).chain(runs).chain([1]) {
            fewest[at + length] = fewest[at + length].min(next);
        }
    }
    fewest[text.len()]
}

/// The longest run at the beginning: along the keyboard, the alphabet, or one character again and again.
fn run(rest: &[char]) -> usize {
    let same = rest.iter().take_while(|it| Some(*it) == rest.first()).count();
    let along = runs().iter().flat_map(|run| (0..run.len()).map(move |from| &run[from..]));
    let longest = along.map(|it| it.iter().zip(rest).take_while(|(a, b)| a == b).count()).max();
    let it = longest.unwrap_or(0).max(same);
    if it >= 3 { it } else { 1 }
}

fn same_kind(rest: &[char], most: usize, kind: impl Fn(&char) -> bool) -> usize {
    rest.iter().take(most).take_while(|it| kind(it)).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(password: &str) -> String {
        check_new_password(password, &["Robin Quayle", "robin.quayle@council.example"])
            .err()
            .map(|it| it.message)
            .unwrap_or_default()
    }

    #[test]
    fn a_password_of_unrelated_words_is_taken_whatever_its_characters() {
        for good in
            ["lantern quay biscuit", "drei kleine Enten 7", "\u{1f980}\u{1f41d} und ein Stiefel", "xK9#vQ2mLp7!"]
        {
            assert_eq!(message(good), "", "{good}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_and_has_two_ends() {
        assert!(message("lantern quai").is_empty());
        assert!(message("lantern qua").contains("at least 12"));
        assert!(message("ööööööööööö").contains("at least 12"));
        assert!(message(&"lantern quay ".repeat(9)).is_empty());
        assert!(message(&"lantern quay ".repeat(10)).contains("at most 128"));
    }

    #[test]
    fn what_others_try_first_is_refused_in_any_dress() {
        for bad in [
            "Password1234",
            "P@ssw0rd2026!",
            "passwordpassword",
            "qwertyuiop12",
            "QWERTY123456",
            "1qaz2wsx3edc",
            "Liverpool2026!",
            "monkeydragon1",
            "123456789012",
            "abcdefghijkl",
            "aaaaaaaaaaaa",
            "xyzzxyzzxyzz",
            "zxcvbnm,./12",
            "!!!Welcome!!!!",
            "Summer2026!!!",
            "sunshine2026",
            "peanutbutter",
            "Stratocaster2026",
            "letmeinletmein7",
            "0987654321qwe",
        ] {
            assert!(message(bad).contains("often used"), "{bad}");
        }
    }

    #[test]
    fn the_words_of_the_person_and_the_place_do_not_count() {
        for bad in ["RobinQuayle1!", "holdfast-2026", "council-robin7", "H0ldfast/Qu4yle"] {
            assert!(message(bad).contains("too close"), "{bad}");
        }
        assert!(message("robin likes strange lanterns").is_empty());
    }

    #[test]
    fn the_three_thousand_commonest_shapes_are_refused() {
        let mut tried = 0;
        for word in common().iter().filter(|it| it.len() >= 6) {
            let word: String = word.iter().collect();
            let title: String = word[..1].to_uppercase() + &word[1..];
            for it in
                [format!("{word}123456"), format!("{title}2025!!"), format!("{word}{word}"), format!("{title}!1234567")]
            {
                assert!(!message(&it).is_empty(), "{it}");
                tried += 1;
            }
        }
        assert!(tried >= 3_000, "{tried}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_gets_an_answer(text in "\\PC{0,140}", name in "\\PC{0,20}") {
            let _ = check_new_password(&text, &[&name]);
        }
    }
}
