//! Two records side by side: a level for each field.

use super::clean;
use super::frequency::Frequencies;
use super::levels::{FIELDS, Field, LEVELS, area, birth, family, given, home, middle, value};
use super::likeness::{self, Alike, Learned, lines_near};
use super::table::{Rec, Table};
use super::values::{births, contained, identifier, rarest};

/// The outcome of a comparison: four bits a field, and how likely the values they agree on are by chance.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub(crate) struct Found {
    levels: u64,
    /// Bits: the logarithm of the chance of agreeing on just these values, for the levels counted by value.
    pub(crate) rare: f32,
}

impl Found {
    pub(crate) fn level(&self, field: Field) -> u8 {
        (self.levels >> (4 * field as u32) & 15) as u8
    }

    pub(crate) fn packed(&self) -> u64 {
        self.levels
    }

    pub(crate) fn unpacked(levels: u64, rare: f32) -> Self {
        Self { levels, rare }
    }
}

/// Takes findings.
pub(crate) trait Take {
    /// A level, and bits of rarity where it is counted by value.
    fn count(&mut self, field: Field, level: u8, rare: f32);

    fn put(&mut self, field: Field, level: u8) {
        self.count(field, level, 0.0);
    }
}

impl Take for Found {
    fn count(&mut self, field: Field, level: u8, rare: f32) {
        debug_assert!(usize::from(level) < LEVELS);
        self.levels |= u64::from(level) << (4 * field as u32);
        self.rare += rare;
    }
}

/// The same, with the rarity of each field: for explaining.
#[derive(Default)]
pub(crate) struct Detailed {
    pub(crate) found: Found,
    pub(crate) rare: [f32; FIELDS],
}

impl Take for Detailed {
    fn count(&mut self, field: Field, level: u8, rare: f32) {
        self.found.count(field, level, rare);
        self.rare[field as usize] += rare;
    }
}

/// Compares records of one table.
pub(crate) struct Comparing<'a> {
    pub(crate) table: &'a Table,
    pub(crate) often: &'a Frequencies,
    pub(crate) learned: &'a Learned,
    /// The year that counts as now.
    pub(crate) newest: u32,
}

impl Comparing<'_> {
    /// Compares two records by their place in the table. Left and right change nothing.
    pub(crate) fn pair(&self, a: u32, b: u32) -> Found {
        self.records(&self.table.recs[a as usize], &self.table.recs[b as usize])
    }

    /// Compares two records.
    pub(crate) fn records<T: Take + Default>(&self, a: &Rec, b: &Rec) -> T {
        let mut out = T::default();
        self.names(a, b, &mut out);
        self.birth(a, b, &mut out);
        if a.sex != 0 && b.sex != 0 {
            out.put(Field::Sex, if a.sex == b.sex { 1 } else { 2 });
        }
        self.place(a, b, &mut out);
        self.numbers(a, b, &mut out);
        self.texts(a, b, &mut out);
        out
    }

    fn alike(&self, a: u32, b: u32) -> Alike {
        likeness::words(self.table, self.learned, a, b)
    }

    fn best(&self, one: &[u32], other: &[u32]) -> Alike {
        let mut best = Alike::Not;
        for a in one {
            for b in other {
                best = best.max(self.alike(*a, *b));
            }
        }
        best
    }

    /// `Anne Marie` and `Annemarie` are one name.
    fn joined(&self, one: &[u32], other: &[u32]) -> bool {
        if one.len() == other.len() || one.is_empty() || other.is_empty() {
            return false;
        }
        let text = |it: &[u32]| it.iter().map(|it| self.table.names.text(*it)).collect::<String>();
        lines_near(&text(one), &text(other))
    }

    fn names(&self, a: &Rec, b: &Rec, out: &mut impl Take) {
        let (ga, ma, fa) = self.table.names_of(a);
        let (gb, mb, fb) = self.table.names_of(b);
        let often = self.often;
        let mut further = true;
        let (level, rare) = self.given((ga, ma), (gb, mb));
        let fits = matches!(level, given::SAME | given::LEARNED | given::NEAR | given::SECOND);
        if !fits && self.crosswise((ga, fa), (gb, fb), out) {
            return;
        }
        if level == given::SECOND {
            further = false;
        }
        out.count(Field::Given, level, rare);
        let (level, rare) = self.family((a, b), (ga, ma, fa), (gb, mb, fb));
        out.count(Field::Family, level, rare);
        if further && level != family::SECOND && !ma.is_empty() && !mb.is_empty() {
            match rarest(ma.iter().filter(|it| mb.contains(it)), |it| often.given.of(it)) {
                Some(rare) => out.count(Field::Middle, middle::SAME, rare.max(-14.0)),
                None => {
                    let near = self.best(ma, mb) >= Alike::Initial;
                    out.put(Field::Middle, if near { middle::NEAR } else { middle::OTHER });
                }
            }
        }
    }

    fn given(&self, (ga, ma): (&[u32], &[u32]), (gb, mb): (&[u32], &[u32])) -> (u8, f32) {
        let often = &self.often.given;
        let (Some(a), Some(b)) = (ga.first(), gb.first()) else { return (given::NONE, 0.0) };
        if a == b {
            let level = if self.table.name_words[*a as usize].length == 1 { given::INITIAL } else { given::SAME };
            return if level == given::SAME { (level, often.of(*a)) } else { (level, 0.0) };
        }
        let second = |it: &u32| self.table.name_words[*it as usize].length > 1;
        let one = ga.iter().filter(|it| second(it) && (gb.contains(it) || mb.contains(it)));
        let other = gb.iter().filter(|it| second(it) && ma.contains(it));
        let found = rarest(one.chain(other), |it| often.of(it));
        let best = self.best(ga, gb);
        if best == Alike::Learned {
            return (given::LEARNED, (often.of(*a) + often.of(*b)) / 2.0);
        }
        if best != Alike::Near {
            if let Some(rare) = found {
                return (given::SECOND, rare);
            }
        }
        let level = match best {
            Alike::Near | Alike::Learned => given::NEAR,
            Alike::Initial | Alike::Little | Alike::Not | Alike::Same if self.joined(ga, gb) => given::NEAR,
            Alike::Initial => given::INITIAL,
            Alike::Little => given::WEAK,
            Alike::Not if self.begins(*a, *b) => given::BEGINS,
            Alike::Not | Alike::Same => given::OTHER,
        };
        (level, 0.0)
    }

    /// Whether two words have their first two letters in common.
    fn begins(&self, a: u32, b: u32) -> bool {
        let two = |it: u32| {
            let mut letters = self.table.names.text(it).chars();
            (letters.next(), letters.next())
        };
        two(a) == two(b)
    }

    /// Names in each other's boxes. Then the family name is told with the forename.
    fn crosswise(&self, (ga, fa): (&[u32], &[u32]), (gb, fb): (&[u32], &[u32]), out: &mut impl Take) -> bool {
        let often = |it: u32| (self.often.given.of(it), self.often.family.of(it));
        match (ga.first(), fa.first(), gb.first(), fb.first()) {
            (Some(g), Some(f), Some(h), Some(e)) => {
                let (one, other) = (self.alike(*g, *e), self.alike(*f, *h));
                if one == Alike::Same && other == Alike::Same && g != f {
                    let (x, y) = (often(*g), often(*f));
                    out.count(Field::Given, given::SWAPPED, (x.0 + x.1 + y.0 + y.1) / 2.0);
                    true
                } else if one.min(other) >= Alike::Little
                    && one.max(other) >= Alike::Near
                    && one != Alike::Initial
                    && other != Alike::Initial
                {
                    let straight = self.best(fa, fb) >= Alike::Near;
                    if !straight {
                        out.put(Field::Given, given::SWAPPED_NEAR);
                    }
                    !straight
                } else {
                    false
                }
            }
            (Some(g), None, _, Some(e)) | (_, Some(e), Some(g), None) if g == e => {
                out.count(Field::Given, given::CROSS, (often(*g).0 + often(*g).1) / 2.0);
                true
            }
            (None, Some(e), Some(g), _) | (Some(g), _, None, Some(e)) if g == e => {
                out.count(Field::Given, given::CROSS, (often(*g).0 + often(*g).1) / 2.0);
                true
            }
            _ => false,
        }
    }

    fn family(
        &self,
        (ra, rb): (&Rec, &Rec),
        (ga, ma, a): (&[u32], &[u32], &[u32]),
        (gb, mb, b): (&[u32], &[u32], &[u32]),
    ) -> (u8, f32) {
        let often = |it: u32| self.often.family.of(it);
        if a.is_empty() || b.is_empty() {
            return (family::NONE, 0.0);
        }
        if a == b {
            return (family::SAME, a.iter().map(|it| often(*it)).fold(0.0, f32::min));
        }
        if let Some(rare) = rarest(a.iter().filter(|it| b.contains(it)), often) {
            return (family::PART, rare);
        }
        let best = self.best(a, b);
        if best >= Alike::Near || self.joined(a, b) {
            return (family::NEAR, 0.0);
        }
        if best == Alike::Little {
            return (family::WEAK, 0.0);
        }
        let one = a.iter().filter(|it| mb.contains(it) || gb.contains(it));
        let other = b.iter().filter(|it| ma.contains(it) || ga.contains(it));
        if let Some(rare) = rarest(one.chain(other), |it| (often(it) + self.often.given.of(it)) / 2.0) {
            return (family::SECOND, rare);
        }
        let grown = |it: &Rec| it.dob != 0 && (it.dob >> 16) + 18 <= self.newest;
        let woman = ra.sex.max(rb.sex) == 2 && ra.sex != 1 && rb.sex != 1 && (grown(ra) || grown(rb));
        (if woman { family::OTHER_WOMAN } else { family::OTHER }, 0.0)
    }

    fn birth(&self, a: &Rec, b: &Rec, out: &mut impl Take) {
        if a.dob == 0 || b.dob == 0 {
            return;
        }
        let new_year = |it: u32| it & 0xffff == 0x0101;
        let whole = |it: u32| it & 0xffff != 0;
        if a.dob == b.dob {
            let level = match (whole(a.dob), new_year(a.dob)) {
                (true, false) if (a.dob >> 16) + 18 <= self.newest => birth::SAME_GROWN,
                (true, false) => birth::SAME,
                (true, true) => birth::SAME_NEW_YEAR,
                (false, _) => birth::YEAR_ONLY,
            };
            let rare = if whole(a.dob) { self.often.birth(self.table, a.dob) } else { 0.0 };
            out.count(Field::Birth, level, rare);
            return;
        }
        out.put(Field::Birth, births(a.dob, b.dob));
    }

    fn place(&self, a: &Rec, b: &Rec, out: &mut impl Take) {
        let mut shift = 0;
        if a.home != 0 && b.home != 0 {
            if a.home == b.home {
                out.count(Field::Home, home::SAME, self.often.home.of(a.home));
                shift = area::AT_HOME;
            } else if a.street == b.street {
                out.put(Field::Home, home::STREET);
            } else if a.house == b.house && self.streets_near(a.street, b.street) {
                out.put(Field::Home, home::NEAR);
                shift = area::AT_HOME;
            } else {
                out.put(Field::Home, home::OTHER);
            }
        }
        let (level, rare) = self.area(a, b);
        if level != 0 {
            out.count(Field::Area, level + shift, if shift == 0 { rare } else { 0.0 });
        }
    }

    fn streets_near(&self, a: u32, b: u32) -> bool {
        lines_near(self.table.streets.text(a), self.table.streets.text(b))
    }

    fn area(&self, a: &Rec, b: &Rec) -> (u8, f32) {
        let codes = a.postcode != 0 && b.postcode != 0;
        if codes {
            if a.postcode == b.postcode {
                return (area::SAME, self.often.postcode.of(a.postcode));
            }
            let (x, y) = (self.table.postcodes.text(a.postcode), self.table.postcodes.text(b.postcode));
            if likeness::codes_near(x, y) {
                return (area::NEAR, 0.0);
            }
            let outward = |it: &Rec| self.table.outwards[it.postcode as usize];
            if outward(a) == outward(b) {
                return (area::DISTRICT, 0.0);
            }
        }
        let places = |it: &Rec| [it.town, it.locality];
        let (x, y) = (places(a), places(b));
        let often = |it: u32| self.often.place.of(it);
        if let Some(rare) = rarest(x.iter().filter(|it| **it != 0 && y.contains(it)), often) {
            return (area::TOWN, rare);
        }
        if x[0] != 0 && y[0] != 0 && lines_near(self.table.places.text(x[0]), self.table.places.text(y[0])) {
            return (area::TOWN, often(x[0]).max(often(y[0])));
        }
        let known = codes || (x[0] != 0 && y[0] != 0);
        (if known { area::OTHER } else { 0 }, 0.0)
    }

    fn numbers(&self, a: &Rec, b: &Rec, out: &mut impl Take) {
        let table = self.table;
        if a.national != 0 && b.national != 0 {
            let values = [a, b].map(|it| table.nationals.value(it.national));
            out.put(Field::National, identifier(values, (a.fails | b.fails) & 1 != 0));
        }
        if a.education != 0 && b.education != 0 {
            let values = [a, b].map(|it| table.educations.value(it.education));
            out.put(Field::Education, identifier(values, (a.fails | b.fails) & 2 != 0));
        }
        if a.phone != 0 && b.phone != 0 {
            if a.phone == b.phone {
                out.count(Field::Phone, value::SAME, self.often.phone.of(a.phone));
            } else {
                let slip = clean::slips(table.phones.value(a.phone), table.phones.value(b.phone)) == 1;
                out.put(Field::Phone, if slip { value::NEAR } else { value::OTHER });
            }
        }
    }

    fn texts(&self, a: &Rec, b: &Rec, out: &mut impl Take) {
        let table = self.table;
        let (x, y) = (a.email, b.email);
        if x != 0 && y != 0 {
            let (s, t) = (table.emails.text(x), table.emails.text(y));
            let local = |it: &str| it.split('@').next().unwrap_or("").to_owned();
            if x == y {
                out.count(Field::Email, value::SAME, self.often.email.of(x));
            } else if likeness::distance(s, t, 3) <= 3 || (local(s).len() > 4 && local(s) == local(t)) {
                out.put(Field::Email, value::NEAR);
            } else {
                out.put(Field::Email, value::OTHER);
            }
        }
        for (field, x, y, dict, often) in [
            (Field::BirthPlace, a.birth_place, b.birth_place, &table.birth_places, &self.often.birth_place),
            (Field::Occupation, a.occupation, b.occupation, &table.occupations, &self.often.occupation),
        ] {
            if x == 0 || y == 0 {
            } else if x == y {
                out.count(field, value::SAME, often.of(x));
            } else {
                let near = contained(dict.text(x), dict.text(y));
                out.put(field, if near { value::NEAR } else { value::OTHER });
            }
        }
    }
}
