//! The figure check on sentences in other words, right and wrong.

use papers::{Kind, Verdict, claims};

/// The verdicts on the claims of a kind.
fn told(text: &str, kind: Kind) -> Vec<Verdict> {
    claims(text).into_iter().filter(|c| c.kind == kind).map(|c| c.verdict).collect()
}

/// Sentences whose one claim holds, or does not, or cannot be checked.
const SENTENCES: &[(&str, Kind, Verdict)] = &[
    ("Referrals rose by 20% from 50 to 60.", Kind::PctChange, Verdict::Consistent),
    ("Referrals rose by 25% from 50 to 60.", Kind::PctChange, Verdict::Inconsistent),
    ("There was a 20% increase in referrals, from 50 to 60.", Kind::PctChange, Verdict::Consistent),
    ("There was a 30 per cent drop in contacts, from 200 to 160.", Kind::PctChange, Verdict::Inconsistent),
    ("Contacts dropped from 200 to 160, a fall of one fifth (20%).", Kind::FractionWord, Verdict::Consistent),
    ("The service saw 60 children, up 20% on the 50 seen last year.", Kind::PctChange, Verdict::Consistent),
    ("The service saw 60 children, up 10% on the 50 seen last year.", Kind::PctChange, Verdict::Inconsistent),
    ("Arrests increased from 40 to 52, an increase of nearly a third (30%).", Kind::FractionWord, Verdict::Consistent),
    ("Arrests fell from 80 to 20, a fall of 25%.", Kind::PctChange, Verdict::Inconsistent),
    (
        "There were 120 fewer contacts than the 400 of the year before (280 this year).",
        Kind::Difference,
        Verdict::Consistent,
    ),
    ("The number of plans rose from 31 to 45, an increase of 16.", Kind::Difference, Verdict::Inconsistent),
    ("The number of plans rose from 31 to 45, an increase of 14.", Kind::Difference, Verdict::Consistent),
    ("Of 200 children seen, 120 (60%) were girls.", Kind::Share, Verdict::Consistent),
    ("Of the 200 children seen, 120 (65%) were girls.", Kind::Share, Verdict::Inconsistent),
    ("45 out of 60 schools (75%) took part.", Kind::Share, Verdict::Consistent),
    ("45 out of 60 schools (85%) took part.", Kind::Share, Verdict::Inconsistent),
    ("75% of the 60 schools (45) took part.", Kind::Share, Verdict::Consistent),
    ("80% of the 60 schools (45) took part.", Kind::Share, Verdict::Inconsistent),
    ("In all 12 of the 30 cases, or 40%, were closed.", Kind::Share, Verdict::Consistent),
    ("In all 12 of the 30 cases, or 48%, were closed.", Kind::Share, Verdict::Inconsistent),
    ("A third (20) of the 60 interviews were late.", Kind::FractionWord, Verdict::Consistent),
    ("Two thirds (30) of the 60 interviews were late.", Kind::FractionWord, Verdict::Inconsistent),
    ("Half of the 60 interviews (40) were late.", Kind::FractionWord, Verdict::Inconsistent),
    ("One in four (25%) said no.", Kind::OneInN, Verdict::Consistent),
    ("One in three (25%) said no.", Kind::OneInN, Verdict::Inconsistent),
    ("Numbers more than doubled from 20 to 45.", Kind::Times, Verdict::Consistent),
    ("Numbers nearly doubled from 20 to 45.", Kind::Times, Verdict::Inconsistent),
    ("Numbers trebled, from 20 to 45.", Kind::Times, Verdict::Inconsistent),
    ("Numbers halved from 90 to 46.", Kind::Times, Verdict::Consistent),
    ("The 96 cases comprised 40 boys, 50 girls and 6 adults.", Kind::Total, Verdict::Consistent),
    ("The 96 cases comprised 40 boys, 55 girls and 6 adults.", Kind::Total, Verdict::Inconsistent),
    ("There were 40 boys and 50 girls, a total of 90.", Kind::Total, Verdict::Consistent),
    ("There were 40 boys, 50 girls and 6 adults, 98 in total.", Kind::Total, Verdict::Inconsistent),
    ("There were 98 cases: 40 boys, 50 girls and 6 adults.", Kind::Total, Verdict::Inconsistent),
    ("In 2023/24 there were 600 contacts, an average of 50 per month.", Kind::Average, Verdict::Consistent),
    ("In 2023/24 there were 600 contacts, an average of 60 per month.", Kind::Average, Verdict::Inconsistent),
    ("In 2023/24 there were 520 contacts, or 10 a week on average.", Kind::Average, Verdict::Consistent),
    ("The share of girls fell from 60% to 54%, a fall of 6 percentage points.", Kind::Points, Verdict::Consistent),
    ("The share of girls fell from 60% to 54%, a fall of 8 percentage points.", Kind::Points, Verdict::Inconsistent),
    ("The share of girls fell from 60% to 54%, a fall of 10%.", Kind::Points, Verdict::Consistent),
    ("The team takes 5 cases a week, which is 260 a year.", Kind::Rate, Verdict::Consistent),
    ("The team takes 5 cases a week, which is 300 a year.", Kind::Rate, Verdict::Inconsistent),
    ("Ethnicity was White for 61%, Asian for 22%, Black for 9% and other for 8%.", Kind::PctSum, Verdict::Consistent),
    ("Ethnicity was White for 61%, Asian for 22%, Black for 9% and other for 3%.", Kind::PctSum, Verdict::Inconsistent),
    ("Nearly 40% (39) of the 100 cases were closed.", Kind::Share, Verdict::Consistent),
    ("Over 40% (39) of the 100 cases were closed.", Kind::Share, Verdict::Inconsistent),
    ("Referrals increased by 12%.", Kind::PctChange, Verdict::CannotCheck),
    (
        "Last year there were 50 referrals. This year there were 60, an increase of 20%.",
        Kind::PctChange,
        Verdict::Consistent,
    ),
    (
        "Last year there were 50 referrals. This year there were 60, an increase of 16%.",
        Kind::PctChange,
        Verdict::Inconsistent,
    ),
];

#[test]
fn sentences_in_other_words_are_judged_right() {
    let wrong: Vec<String> = SENTENCES
        .iter()
        .filter(|(text, kind, verdict)| told(text, *kind) != [*verdict])
        .map(|(text, kind, verdict)| format!("{text} {kind:?} {verdict:?}: {:?}", claims(text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), SENTENCES.len());
}

#[test]
fn what_claims_nothing_raises_no_alarm() {
    for text in [
        "The meeting is at 10.30 on 14 March 2026 in room 203; call 01274 434361.",
        "Section 17 of the Children Act 1989 and paragraph 2.25 apply to children aged 10-14.",
        "Over 300 delegates from 20 agencies came, and 12 schools signed up within 6 weeks.",
        "Of 120 children, 40 were boys known to the service and 12 were looked after.",
        "About 15 packages a month are received, and 2 live cases.",
        "The hub has 16 officers, 4 of them part-time.",
        "The budget is £1,200,000 over 3 years.",
        "Attendance at the four sessions was 46, 31, 24 and 12.",
        "Five agencies met 12 times in 2023 and 14 times in 2024.",
        "The grant rose from £20,000 to £25,000.",
    ] {
        let told: Vec<_> = claims(text).into_iter().filter(|c| c.verdict == Verdict::Inconsistent).collect();
        assert!(told.is_empty(), "{text}: {told:?}");
    }
}
