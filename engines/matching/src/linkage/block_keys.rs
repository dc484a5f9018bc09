//! The keys by which records meet: what they are made of.

use super::blocks::Kind;
use super::hash::mix;
use super::table::{Rec, Table};

/// All that a record says, as one number.
pub(crate) fn written(table: &Table, at: usize) -> u64 {
    let it = &table.recs[at];
    let (given, middle, family) = table.names_of(it);
    let names = given.iter().chain(family).chain(middle).fold(1, |sum, id| mix(sum, text_key(table, *id)));
    [it.dob, it.home, it.postcode, it.national, it.education, it.phone, it.email, it.birth_place, it.occupation]
        .iter()
        .fold(names, |sum, it| mix(sum, u64::from(*it)))
}

fn text_key(table: &Table, name: u32) -> u64 {
    table.name_words[name as usize].key
}

/// Each word of a name: first forename and last surname first.
fn names<'a>(table: &'a Table, it: &Rec) -> impl Iterator<Item = u32> + 'a {
    let (given, middle, family) = table.names_of(it);
    given.iter().chain(family).chain(middle).copied().take(5)
}

/// How a word sounds.
fn heard(table: &Table, name: u32) -> u64 {
    u64::from(table.name_words[name as usize].sound) | 1 << 40
}

fn long(table: &Table, name: &u32) -> bool {
    table.name_words[*name as usize].length > 1
}

fn year(it: &Rec) -> Option<u64> {
    (it.dob != 0).then(|| u64::from(it.dob >> 16))
}

/// Day, month, with no regard to their order; and the parts by themselves.
fn day_month(it: &Rec) -> Option<(u64, u64)> {
    let (month, day) = (u64::from(it.dob >> 8 & 255), u64::from(it.dob & 255));
    (month != 0).then_some((month, day))
}

fn outward(table: &Table, it: &Rec) -> u64 {
    if it.postcode == 0 { 0 } else { u64::from(table.outwards[it.postcode as usize]) }
}

/// The keys of a kind.
pub(crate) fn base(table: &Table, it: &Rec, kind: Kind, out: &mut Vec<u64>) {
    let value = |it: u32, kind: u64| (it != 0).then(|| mix(u64::from(it), kind));
    match kind {
        Kind::Numbers => out.extend([value(it.national, 1), value(it.education, 2)].into_iter().flatten()),
        Kind::Phone => out.extend(value(it.phone, 3)),
        Kind::Email => {
            let local = table.emails.text(it.email).split('@').next().unwrap_or("");
            out.extend(value(it.email, 4));
            out.extend((local.len() > 3).then(|| super::hash::of(local)));
        }
        Kind::Birth => {
            let key = day_month(it).zip(year(it)).map(|((m, d), y)| mix(y, m.min(d) << 8 | m.max(d)));
            out.extend(key);
        }
        Kind::NameAndYear => {
            let Some(year) = year(it) else { return };
            out.extend(names(table, it).take(3).filter(|it| long(table, it)).map(|it| mix(heard(table, it), year)));
        }
        Kind::NameAndBirthday => {
            let (Some((month, day)), Some(year)) = (day_month(it), year(it)) else { return };
            for it in names(table, it).take(2).filter(|it| long(table, it)) {
                let name = heard(table, it);
                out.extend(
                    [(month, day + 100), (year, day + 200), (year, month + 300)].map(|(x, y)| mix(mix(name, x), y)),
                );
            }
        }
        Kind::TwoNames => {
            let all: Vec<u64> =
                names(table, it).take(4).filter(|it| long(table, it)).map(|it| heard(table, it)).collect();
            for (nth, a) in all.iter().enumerate() {
                out.extend(all[nth + 1..].iter().map(|b| mix(*a.min(b), *a.max(b))));
            }
        }
        Kind::NameAndPlace => {
            let place = if it.postcode != 0 { outward(table, it) << 32 } else { u64::from(it.town) };
            if place != 0 {
                out.extend(
                    names(table, it).take(3).filter(|it| long(table, it)).map(|it| mix(heard(table, it), place)),
                );
            }
        }
        Kind::Home => out.extend(value(it.home, 5)),
        Kind::Postcode => out.extend(value(it.postcode, 6)),
        Kind::NameAndOther => {
            let others = [value(it.birth_place, 7), value(it.occupation, 8), value(it.town, 10)];
            let added: Vec<u64> = others.into_iter().flatten().collect();
            for name in names(table, it).take(3).filter(|it| long(table, it)) {
                out.extend(added.iter().map(|key| mix(*key, heard(table, name))));
            }
        }
        Kind::Name => out.extend(names(table, it).filter(|it| long(table, it)).map(|it| mix(text_key(table, it), 9))),
    }
}

/// What splits a block of a kind that is too big.
pub(crate) fn refined(table: &Table, it: &Rec, kind: Kind, out: &mut Vec<u64>) {
    let value = |it: u32, kind: u64| (it != 0).then(|| mix(u64::from(it), kind));
    let initials = names(table, it).take(3).map(|it| u64::from(table.name_words[it as usize].initial) | 1 << 41);
    let sounds = names(table, it).take(3).map(|it| heard(table, it));
    let places = [value(it.postcode, 1), value(it.home, 2), value(it.town, 12).filter(|_| it.postcode == 0)];
    match kind {
        Kind::Numbers | Kind::Phone | Kind::Email => out.extend(initials),
        Kind::Birth => {
            out.extend(sounds);
            out.extend([value(outward(table, it) as u32, 4), value(it.home, 2)].into_iter().flatten());
        }
        Kind::NameAndYear | Kind::NameAndBirthday => {
            let all: Vec<u64> = sounds.collect();
            for (nth, a) in all.iter().enumerate() {
                out.extend(all[nth + 1..].iter().map(|b| mix(*a.min(b), *a.max(b))));
            }
            out.extend(places.into_iter().flatten());
            out.extend([value(outward(table, it) as u32, 4), value(it.birth_place, 5)].into_iter().flatten());
        }
        Kind::TwoNames => {
            out.extend(places.into_iter().flatten());
            out.extend([value(outward(table, it) as u32, 4), value(it.birth_place, 5)].into_iter().flatten());
            out.extend([value(it.occupation, 6), value(it.phone, 7), value(it.email, 8)].into_iter().flatten());
            out.extend(year(it).map(|it| mix(it, 9)));
        }
        Kind::NameAndPlace | Kind::NameAndOther => {
            out.extend(places.into_iter().flatten());
            let all: Vec<u64> = sounds.collect();
            for (nth, a) in all.iter().enumerate() {
                out.extend(all[nth + 1..].iter().map(|b| mix(*a.min(b), *a.max(b))));
            }
            out.extend(year(it).map(|it| mix(it, 9)));
        }
        Kind::Home | Kind::Postcode => {
            out.extend(sounds);
            out.extend(initials.filter(|_| it.house != 0).map(|name| mix(name, u64::from(it.house))));
            out.extend(year(it).map(|it| mix(it, 9)));
        }
        Kind::Name => {
            out.extend(
                [value(it.birth_place, 5), value(it.occupation, 6), value(it.postcode, 7)].into_iter().flatten(),
            );
        }
    }
}
