use proptest::prelude::*;

use super::blocks;
use super::compare::Found;
use super::read;
use super::run;
use super::table::Table;

fn table(text: &str) -> Table {
    let mut table = Table::default();
    read::rows(text.as_bytes(), &mut table, 0).expect("the list can be read");
    table.settle().expect("each id once");
    table
}

const HEADER: &str =
    "record_id,forename,middle_names,surname,dob,sex,house,street,town,postcode,national_id,phone,email\n";

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["Ada", "ada", "Adah", "Bo", "Jean Marie", "Żaneta", "Smith", "Smyth-Jones", "李", "O'Neil", ""])
            .prop_map(str::to_owned),
        1 => "[^\",\r\n]{0,30}",
    ]
}

fn row() -> impl Strategy<Value = String> {
    let dob = prop_oneof![
        Just(String::new()),
        Just("2009".to_owned()),
        Just("2010-02-31".to_owned()),
        (1900..2030_u32, 0..14_u32, 0..33_u32).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}")),
    ];
    let number = prop_oneof![Just(String::new()), "[0-9]{7,11}"];
    (
        (word(), word(), word()),
        dob,
        "[mfx]?",
        (word(), word(), word(), "([A-Z]{2}[0-9] [0-9][A-Z]{2})?"),
        number,
        "(07[0-9]{9})?",
    )
        .prop_map(|((f, m, s), dob, sex, (h, st, t, pc), n, ph)| {
            format!("{f},{m},{s},{dob},{sex},{h},{st},{t},{pc},{n},{ph},")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn left_and_right_change_nothing(rows in prop::collection::vec(row(), 2..8)) {
        let text: String = rows.iter().enumerate().map(|(nth, it)| format!("r{nth},{it}\n")).collect();
        let table = table(&(HEADER.to_owned() + &text));
        let found = blocks::find(&table, false, 1);
        let trained = run::learn_and_weigh(&table, &found, false, 1).trained;
        let comparing = trained.comparing(&table);
        for a in 0..table.len() as u32 {
            for b in 0..table.len() as u32 {
                let (one, other): (Found, Found) = (comparing.pair(a, b), comparing.pair(b, a));
                prop_assert_eq!(one.packed(), other.packed());
                prop_assert!((one.rare - other.rare).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn the_fields_and_what_holds_before_add_up_to_the_weight(rows in prop::collection::vec(row(), 2..8)) {
        let text: String = rows.iter().enumerate().map(|(nth, it)| format!("r{nth},{it}\n")).collect();
        let table = table(&(HEADER.to_owned() + &text));
        let found = blocks::find(&table, false, 1);
        let trained = run::learn_and_weigh(&table, &found, false, 1).trained;
        let it = trained.comparing(&table).records(&table.recs[0], &table.recs[1]);
        let why = super::explain::of(&trained.model, &it);
        let sum = why.before + why.fields.iter().map(|it| it.bits).sum::<f32>() + why.relatives;
        prop_assert!((sum - why.bits).abs() < 0.05, "{sum} {}", why.bits);
        prop_assert!(why.svg().contains("<svg") && why.table().contains("<table>"));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut table = Table::default();
        if read::rows(bytes.as_slice(), &mut table, 0).is_ok() {
            let _ = table.settle();
        }
        let named: Vec<u8> = HEADER.bytes().chain(bytes).collect();
        let mut table = Table::default();
        if read::rows(named.as_slice(), &mut table, 0).is_ok() && table.settle().is_ok() {
            let found = blocks::find(&table, false, 1);
            let _ = run::learn_and_weigh(&table, &found, false, 1);
        }
    }
}

#[test]
fn check_digits_are_those_of_the_nhs_and_of_schools() {
    use super::clean::{nhs_fails, upn_fails};
    assert!(!nhs_fails("943 476 5919") && nhs_fails("9434765918"));
    assert!(!upn_fails("B380280224496") && upn_fails("C380280224496"));
}

#[test]
fn a_row_that_never_ends_is_refused_within_bounded_memory() {
    struct Endless(bool);
    impl std::io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if !self.0 {
                self.0 = true;
                let head = b"record_id,forename\nr1,\"";
                into[..head.len()].copy_from_slice(head);
                return Ok(head.len());
            }
            into.fill(b'x');
            Ok(into.len())
        }
    }
    let why = read::rows(Endless(false), &mut Table::default(), 0).expect_err("it does not end");
    assert!(why.to_string().contains("quotation mark"), "{why}");
}

#[test]
fn blocks_stay_bounded_when_everybody_is_alike() {
    let text: String =
        (0..10_000).map(|nth| format!("r{nth:05},Ali,,Khan,2001-01-01,m,1,High Street,Town,AB1 2CD,,,\n")).collect();
    let table = table(&(HEADER.to_owned() + &text));
    let found = blocks::find(&table, false, 2);
    assert!(found.len() < 40 * 10_000, "{} pairs", found.len());
    assert!(found.given_up.iter().sum::<u64>() > 0, "it says what it gives up");
}

#[test]
fn a_question_leaves_nothing_behind() {
    let mut index = crate::Index::empty();
    let mut row = [""; 20];
    (row[0], row[2], row[4], row[6]) = ("p1", "Ada", "Quill", "2011-03-27");
    index.add(&row);
    let before = index.bytes();
    let mut asked = row;
    (asked[0], asked[2]) = ("q", "Adah");
    let found = index.look_up(&asked, 10);
    assert_eq!(found.first().map(|it| it.id.as_str()), Some("p1"));
    for nth in 0..200 {
        let name = format!("Name{nth}");
        let mut other = asked;
        other[4] = &name;
        index.look_up(&other, 10);
    }
    assert!(index.bytes() < before + 40_000, "{} {}", before, index.bytes());
    index.forget("p1");
    assert!(index.look_up(&row, 10).is_empty() && index.is_empty());
}
