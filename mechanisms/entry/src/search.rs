//! The words by which entries, referrals and other records are found. The table holds words and whose they are, nothing
//! else: who may see a hit is asked of the record itself, so that search is narrowed exactly as its list is.

use std::collections::BTreeSet;

use door::{Query, Refused, Writing};
use kernel::Value;
use uuid::Uuid;

/// Shorter words find too much.
const SHORTEST: usize = 2;
/// Longer ones are cut.
const LONGEST: usize = 32;
/// The most different words kept of one record; a referral has some hundred.
const MOST: usize = 1500;
/// The most words asked for at once.
const ASKED: usize = 8;

door::record! {
    /// A word of a record. Kept as bytes, so that both databases put them into one order, whatever the script.
    pub struct SearchWord in "search_word" {
        pub word: Vec<u8>,
        pub source_kind: String,
        pub source: Uuid,
    }
}

/// The words of a text: small letters, accents taken off, each once.
#[must_use]
pub fn words_of(text: &str) -> BTreeSet<String> {
    let folded: String = text.to_lowercase().chars().filter(|it| !is_mark(*it)).map(plain).collect();
    let words = folded.split(|it: char| !it.is_alphanumeric() && !is_joint(it));
    let clean = words.map(|it| it.chars().filter(|it| it.is_alphanumeric()).take(LONGEST).collect::<String>());
    clean
        .filter(|it| it.chars().count() >= SHORTEST)
        .take(MOST * 4)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .take(MOST)
        .collect()
}

/// O'Brien is one word.
const fn is_joint(it: char) -> bool {
    matches!(it, '\'' | '’' | '\u{2bc}')
}

const fn is_mark(it: char) -> bool {
    matches!(it, '\u{300}'..='\u{36f}')
}

/// The letter without its accent; Latin letters that names in this country have.
const fn plain(it: char) -> char {
    match it {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Makes a record that was just made findable by the words of its texts.
///
/// # Errors
/// When the store refuses.
pub async fn index(w: &mut Writing, kind: &'static str, source: Uuid, texts: &[&str]) -> Result<(), Refused> {
    for word in words_of(&texts.join(" ")) {
        w.keep(&SearchWord { word: word.into_bytes(), source_kind: kind.to_owned(), source }).await?;
    }
    Ok(())
}

/// Only records of a kind, under the alias `t`, in which every word that was typed occurs, or one that begins with it.
/// Put it upon a list that is narrowed already. Nothing typed asks for nothing; words too short find nothing.
#[must_use]
pub fn matching(mut query: Query, kind: &'static str, typed: &str) -> Query {
    if typed.trim().is_empty() {
        return query;
    }
    let words = words_of(typed);
    if words.is_empty() {
        return query.and("1 = 0", vec![]);
    }
    for word in words.into_iter().take(ASKED) {
        let from = word.into_bytes();
        let (part, mut values) = match after(&from) {
            Some(to) => (
                "t.id IN (SELECT s.source FROM search_word s WHERE s.word >= {} AND s.word < {} AND s.source_kind = {})",
                vec![Value::Bytes(from), Value::Bytes(to)],
            ),
            None => (
                "t.id IN (SELECT s.source FROM search_word s WHERE s.word >= {} AND s.source_kind = {})",
                vec![Value::Bytes(from)],
            ),
        };
        values.push(Value::Text(kind.to_owned()));
        query = query.and(part, values);
    }
    query
}

/// The first bytes after every text that begins with these.
fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let at = prefix.iter().rposition(|it| *it < u8::MAX)?;
    let mut next = prefix[..=at].to_vec();
    if let Some(last) = next.last_mut() {
        *last += 1;
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let words = words_of("Zoë O’Brien-Łukasz was seen; محمد too. A 12b");
        for word in ["zoe", "obrien", "lukasz", "seen", "محمد", "12b"] {
            assert!(words.contains(word), "{word} in {words:?}");
        }
        assert!(!words.contains("a"));
    }

    #[test]
    fn a_prefix_ends_where_the_next_one_begins() {
        assert_eq!(after(b"kaz"), Some(b"ka{".to_vec()));
        assert!("kazimir".as_bytes() < b"ka{".as_slice() && "kb".as_bytes() > b"ka{".as_slice());
        assert_eq!(after(&[255, 255]), None);
    }
}
