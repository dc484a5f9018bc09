//! Records in memory, each field cleaned, every text once.

use super::clean;
use super::dict::{Dict, Numbers};
use super::hash::{self, ByHash};
use crate::text::{sound, words};

/// Names of a record that are looked at, in each box.
const NAMES: usize = 4;

/// One record: numbers into the dictionaries of its [`Table`]; nought is *not recorded*.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rec {
    pub(crate) names_at: u32,
    pub(crate) given: u8,
    pub(crate) middle: u8,
    pub(crate) family: u8,
    pub(crate) sex: u8,
    /// An identifier fails its own check digit: bit 1 the national one, bit 2 that of education.
    pub(crate) fails: u8,
    /// Which side of a linkage: 0 index, 1 query.
    pub(crate) side: u8,
    pub(crate) dob: u32,
    pub(crate) house: u32,
    pub(crate) street: u32,
    pub(crate) home: u32,
    pub(crate) locality: u32,
    pub(crate) town: u32,
    pub(crate) postcode: u32,
    pub(crate) national: u32,
    pub(crate) education: u32,
    pub(crate) phone: u32,
    pub(crate) email: u32,
    pub(crate) birth_place: u32,
    pub(crate) occupation: u32,
}

/// What is kept of each word of a name.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word {
    /// The hash of its text.
    pub(crate) key: u64,
    pub(crate) sound: u32,
    pub(crate) letters: u32,
    pub(crate) length: u8,
    pub(crate) initial: u32,
    pub(crate) as_given: u32,
    pub(crate) as_family: u32,
}

/// All records of one task.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) ids: Vec<Box<str>>,
    pub(crate) recs: Vec<Rec>,
    pub(crate) tokens: Vec<u32>,
    pub(crate) names: Dict,
    pub(crate) name_words: Vec<Word>,
    pub(crate) houses: Dict,
    pub(crate) streets: Dict,
    pub(crate) places: Dict,
    pub(crate) postcodes: Dict,
    /// First half of each postcode, by its number.
    pub(crate) outwards: Vec<u32>,
    pub(crate) outward_names: Dict,
    pub(crate) emails: Dict,
    pub(crate) birth_places: Dict,
    pub(crate) occupations: Dict,
    pub(crate) homes: Numbers,
    pub(crate) nationals: Numbers,
    pub(crate) educations: Numbers,
    pub(crate) phones: Numbers,
    pub(crate) dates: Numbers,
    /// Typical number of digits of the national identifier.
    pub(crate) national_digits: [u32; 16],
    /// Records with a value, by field of [`super::levels::Field`].
    pub(crate) filled: [u32; super::levels::FIELDS],
    cache: Cache,
}

/// What was cleaned already, by the text as it came.
#[derive(Default)]
struct Cache {
    names: ByHash<(u32, u8)>,
    name_lists: Vec<u32>,
    texts: [ByHash<u32>; 6],
}

/// A row as it came: the twenty columns of [`super::read::COLUMNS`], cut at [`clean::LONGEST`] letters.
pub(crate) type Row<'a> = [&'a str; 20];

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.recs.len()
    }

    /// Forenames, further names and surnames of a record.
    pub(crate) fn names_of(&self, it: &Rec) -> (&[u32], &[u32], &[u32]) {
        let at = it.names_at as usize;
        let (given, middle, family) = (usize::from(it.given), usize::from(it.middle), usize::from(it.family));
        let all = &self.tokens[at..at + given + middle + family];
        let (given, rest) = all.split_at(given);
        let (middle, family) = rest.split_at(middle);
        (given, middle, family)
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, row: &Row<'_>, side: u8) {
        let [id, _, forename, middle_names, surname, full_name, dob, sex, house, street, ..] = *row;
        let [.., locality, town, _, postcode, national, education, phone, email, birth_place, occupation] = *row;
        let mut it = Rec { side, sex: clean::sex(sex), dob: clean::date(dob), ..Rec::default() };
        self.add_names(&mut it, [forename, middle_names, surname, full_name]);
        self.dates.add(u64::from(it.dob));
        it.house = cached(&mut self.cache.texts[0], &mut self.houses, house, clean::house);
        it.street = cached(&mut self.cache.texts[1], &mut self.streets, street, clean::street);
        it.locality = cached(&mut self.cache.texts[2], &mut self.places, locality, clean::line);
        it.town = cached(&mut self.cache.texts[2], &mut self.places, town, clean::line);
        it.postcode = cached(&mut self.cache.texts[3], &mut self.postcodes, postcode, clean::postcode);
        self.note_outward(it.postcode);
        if it.house != 0 && it.street != 0 {
            it.home = self.homes.add(hash::mix(u64::from(it.house), u64::from(it.street)));
        }
        it.national = self.nationals.add(clean::number(national));
        it.education = self.educations.add(clean::number(education));
        it.fails = u8::from(clean::nhs_fails(national)) | u8::from(clean::upn_fails(education)) << 1;
        if it.national != 0 {
            self.national_digits[national.bytes().filter(u8::is_ascii_alphanumeric).count().min(15)] += 1;
        }
        it.phone = self.phones.add(clean::phone(phone));
        if email.len() > 2 {
            it.email = self.emails.add(&email.trim().to_lowercase());
        }
        it.birth_place = cached(&mut self.cache.texts[4], &mut self.birth_places, birth_place, clean::line);
        it.occupation = cached(&mut self.cache.texts[5], &mut self.occupations, occupation, clean::line);
        self.count_filled(&it);
        self.ids.push(id.into());
        self.recs.push(it);
    }

    fn count_filled(&mut self, it: &Rec) {
        use super::levels::Field;
        let has = [
            (Field::Given, it.given > 0),
            (Field::Family, it.family > 0),
            (Field::Middle, it.middle > 0),
            (Field::Birth, it.dob != 0),
            (Field::Sex, it.sex != 0),
            (Field::Home, it.home != 0),
            (Field::Area, it.postcode != 0 || it.town != 0),
            (Field::National, it.national != 0),
            (Field::Education, it.education != 0),
            (Field::Phone, it.phone != 0),
            (Field::Email, it.email != 0),
            (Field::BirthPlace, it.birth_place != 0),
            (Field::Occupation, it.occupation != 0),
        ];
        for (field, has) in has {
            self.filled[field as usize] += u32::from(has);
        }
    }

    fn note_outward(&mut self, postcode: u32) {
        if postcode as usize >= self.outwards.len() {
            self.outwards.resize(self.postcodes.len().max(1), 0);
            let outward = clean::outward(self.postcodes.text(postcode)).to_owned();
            self.outwards[postcode as usize] = self.outward_names.add(&outward);
        }
    }

    fn add_names(&mut self, it: &mut Rec, boxes: [&str; 4]) {
        let lists = boxes.map(|text| self.name_list(text));
        it.names_at = self.tokens.len() as u32;
        let list = |cache: &Cache, (at, count): (u32, u8)| -> Vec<u32> {
            cache.name_lists[at as usize..at as usize + usize::from(count)].to_vec()
        };
        let [mut given, mut middle, mut family, full] = lists.map(|it| list(&self.cache, it));
        if given.is_empty() && family.is_empty() && full.len() > 1 {
            family.extend(full.last());
        }
        if given.is_empty() && !full.is_empty() && !family.contains(&full[0]) {
            given.push(full[0]);
        }
        let rest: Vec<u32> =
            full.into_iter().filter(|it| !given.contains(it) && !middle.contains(it) && !family.contains(it)).collect();
        middle.extend(rest);
        for list in [&mut given, &mut middle, &mut family] {
            list.truncate(NAMES);
            self.tokens.extend(list.iter());
        }
        for id in &given {
            self.name_words[*id as usize].as_given += 1;
        }
        for id in &family {
            self.name_words[*id as usize].as_family += 1;
        }
        (it.given, it.middle, it.family) = (given.len() as u8, middle.len() as u8, family.len() as u8);
    }

    fn name_list(&mut self, text: &str) -> (u32, u8) {
        if text.is_empty() {
            return (0, 0);
        }
        let key = hash::of(text);
        if let Some(it) = self.cache.names.get(&key) {
            return *it;
        }
        let at = self.cache.name_lists.len() as u32;
        let mut count = 0;
        for word in words(text).iter().take(2 * NAMES) {
            let id = self.names.add(word);
            self.note_word(id, word);
            self.cache.name_lists.push(id);
            count += 1;
        }
        self.cache.names.insert(key, (at, count));
        (at, count)
    }

    fn note_word(&mut self, id: u32, word: &str) {
        if id as usize >= self.name_words.len() {
            self.name_words.resize(self.names.len().max(1), Word::default());
            let letters = word.bytes().fold(0_u32, |sum, b| sum | 1 << (b % 32));
            self.name_words[id as usize] = Word {
                key: hash::of(word),
                sound: hash::of(&sound(word)) as u32,
                letters,
                length: word.chars().count().min(255) as u8,
                initial: word.chars().next().map_or(0, u32::from),
                as_given: 0,
                as_family: 0,
            };
        }
    }

    /// How long everything is, for [`Table::back_to`].
    fn mark(&self) -> [usize; 15] {
        [
            self.recs.len(),
            self.tokens.len(),
            self.names.len(),
            self.houses.len(),
            self.streets.len(),
            self.places.len(),
            self.postcodes.len(),
            self.emails.len(),
            self.birth_places.len(),
            self.occupations.len(),
            self.homes.len(),
            self.nationals.len(),
            self.educations.len(),
            self.phones.len(),
            self.dates.len(),
        ]
    }

    /// Adds a row for as long as `during` lasts, then takes it and all its words back: a question leaves nothing.
    pub(crate) fn with<T>(&mut self, row: &Row<'_>, during: impl FnOnce(&Self, &Rec) -> T) -> T {
        let mark = self.mark();
        self.asking();
        self.add(row, 1);
        let rec = self.recs.last().copied().unwrap_or_default();
        let out = during(self, &rec);
        self.back_to(mark);
        out
    }

    fn asking(&mut self) {
        let texts = [&mut self.names, &mut self.houses, &mut self.streets, &mut self.places, &mut self.postcodes];
        texts.into_iter().for_each(Dict::asking);
        [&mut self.emails, &mut self.birth_places, &mut self.occupations].into_iter().for_each(Dict::asking);
        let numbers = [&mut self.homes, &mut self.nationals, &mut self.educations, &mut self.phones];
        numbers.into_iter().for_each(Numbers::asking);
        self.dates.asking();
    }

    fn back_to(&mut self, mark: [usize; 15]) {
        let [recs, tokens, names, houses, streets, places, postcodes, emails, births, occupations, rest @ ..] = mark;
        self.recs.truncate(recs);
        self.ids.truncate(recs);
        self.tokens.truncate(tokens);
        self.names.shorten(names);
        self.name_words.truncate(names.max(1));
        self.houses.shorten(houses);
        self.streets.shorten(streets);
        self.places.shorten(places);
        self.postcodes.shorten(postcodes);
        self.outwards.truncate(postcodes.max(1));
        self.emails.shorten(emails);
        self.birth_places.shorten(births);
        self.occupations.shorten(occupations);
        let [homes, nationals, educations, phones, dates] = rest;
        self.homes.shorten(homes);
        self.nationals.shorten(nationals);
        self.educations.shorten(educations);
        self.phones.shorten(phones);
        self.dates.shorten(dates);
        self.cache = Cache::default();
    }

    /// Memory of the records and their dictionaries, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let dicts = [&self.names, &self.houses, &self.streets, &self.places, &self.postcodes, &self.emails];
        let more = [&self.birth_places, &self.occupations, &self.outward_names];
        let numbers = [&self.homes, &self.nationals, &self.educations, &self.phones, &self.dates];
        self.recs.capacity() * size_of::<Rec>()
            + self.tokens.capacity() * 4
            + self.name_words.capacity() * size_of::<Word>()
            + self.ids.iter().map(|it| it.len().next_multiple_of(16) + 16).sum::<usize>()
            + dicts.iter().chain(&more).map(|it| it.bytes()).sum::<usize>()
            + numbers.iter().map(|it| it.bytes()).sum::<usize>()
    }

    /// Puts the records in the order of their ids, so that the order of a file changes nothing, and lets go of what
    /// only reading needs. Answers with an id that occurs twice.
    pub(crate) fn settle(&mut self) -> Result<(), String> {
        self.cache = Cache::default();
        if self.name_words.is_empty() {
            self.name_words.push(Word::default());
        }
        if self.outwards.is_empty() {
            self.outwards.push(0);
        }
        let mut order: Vec<u32> = (0..self.recs.len() as u32).collect();
        let key = |it: &u32| (self.recs[*it as usize].side, &self.ids[*it as usize]);
        order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        if let Some(pair) = order.windows(2).find(|it| key(&it[0]) == key(&it[1])) {
            return Err(self.ids[pair[0] as usize].to_string());
        }
        self.recs = order.iter().map(|it| self.recs[*it as usize]).collect();
        let mut ids = std::mem::take(&mut self.ids);
        self.ids = order.iter().map(|it| std::mem::take(&mut ids[*it as usize])).collect();
        Ok(())
    }

    /// The year before which 99% are born: *now*, as far as the data tell.
    pub(crate) fn newest_year(&self) -> u32 {
        let mut years: Vec<u32> = self.recs.iter().filter(|it| it.dob != 0).map(|it| it.dob >> 16).collect();
        let at = years.len().saturating_sub(1 + years.len() / 100);
        if years.is_empty() { 0 } else { *years.select_nth_unstable(at).1 }
    }
}

/// The number of a cleaned text; a text that came before is not cleaned again.
fn cached(cache: &mut ByHash<u32>, dict: &mut Dict, text: &str, clean: impl Fn(&str) -> String) -> u32 {
    if text.is_empty() {
        return 0;
    }
    let key = hash::of(text);
    if let Some(id) = cache.get(&key) {
        dict.again(*id);
        return *id;
    }
    let id = dict.add(&clean(text));
    cache.insert(key, id);
    id
}
