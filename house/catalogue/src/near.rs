//! Near misses: the word that was probably meant.

/// How many letters must be changed, added, left out or swapped with their neighbour to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let mut least = (above[j] + usize::from(a[i] != b[j])).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                let swapped: &Vec<usize> = &before;
                least = least.min(swapped[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

/// The known word nearest to what was written, when it is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(|it| !it.is_empty())
        .map(|it| (distance(&written.to_lowercase(), &it.to_lowercase()), it))
        .filter(|(far, _)| *far <= limit)
        .min()
        .map(|(_, it)| it)
}

/// `did you mean "x"?` or, when nothing is near, what may stand there.
pub fn mend<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(written, known.clone()) {
        return format!("did you mean {near:?}?");
    }
    let mut all: Vec<&str> = known.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    match all.len() {
        0 => "there is none to choose from yet".into(),
        1..=30 => format!("write one of {}", all.join(", ")),
        more => format!("write one of {} … ({more} in all)", all[..30].join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_guessed_and_nonsense_is_not() {
        let known = ["from", "source", "edition", "confidence"];
        assert_eq!(nearest("form", known), Some("from"));
        assert_eq!(nearest("sorce", known), Some("source"));
        assert_eq!(nearest("Edition", known), Some("edition"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert!(mend("colour", known).contains("confidence, edition, from, source"));
    }
}
