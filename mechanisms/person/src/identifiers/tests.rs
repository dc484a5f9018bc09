use proptest::prelude::*;

use super::*;

#[track_caller]
fn valid(check: Check, stored: &str) {
    assert_eq!(check, Check::Valid(stored.to_owned()));
}

#[track_caller]
fn doubtful(check: Check, stored: &str) {
    assert!(!check.is_valid() && check.why().is_some(), "{check:?}");
    assert_eq!(check.stored(), stored, "what was typed is kept");
}

#[test]
fn nhs_numbers_of_the_specification_are_told_apart() {
    valid(nhs("943 476 5919"), "9434765919");
    valid(nhs("999-000-0018"), "9990000018");
    doubtful(nhs("943 476 5918"), "9434765918");
    for last in 0..10 {
        doubtful(nhs(&format!("999 123 456{last}")), &format!("999123456{last}"));
    }
    doubtful(nhs(" not  known "), "not known");
    doubtful(nhs("1111111111"), "1111111111");
    assert_eq!(Scheme::Nhs.display("9434765919"), "943 476 5919");
    assert_eq!(Scheme::Nhs.display("not known"), "not known");
}

#[test]
fn pupil_numbers_of_the_specification_are_told_apart() {
    for good in ["A950000178301", "H243278544154", "B801200005001", "K38040002100A"] {
        valid(upn(good), good);
    }
    valid(upn("a950 0001 78301"), "A950000178301");
    doubtful(upn("R247962919251"), "R247962919251");
    valid(upn("Q247962919251"), "Q247962919251");
    doubtful(upn("I247962919251"), "I247962919251");
}

#[test]
fn a_learner_number_has_its_own_check_digit() {
    // 100000004: 10 + 4 × 2 = 18, remainder 7, check 3.
    valid(uln("1000000043"), "1000000043");
    doubtful(uln("1000000044"), "1000000044");
    doubtful(uln("9999999999"), "9999999999");
    // 100000000 + 6 × 2 = 22: remainder 0.
    doubtful(uln("1000000060"), "1000000060");
}

#[test]
fn a_pnc_id_is_brought_to_its_long_form() {
    valid(pnc("2019/1234567J"), "2019/1234567J");
    valid(pnc("19/1234567j"), "2019/1234567J");
    valid(pnc("20191234567J"), "2019/1234567J");
    doubtful(pnc("2019/1234567K"), "2019/1234567K");
    doubtful(pnc("2019/12345678J"), "2019/12345678J");
    // 190000012 leaves 17: U.
    assert_eq!(pnc("19/12U").stored(), "2019/0000012U");
    doubtful(pnc("1234"), "1234");
}

#[test]
fn national_insurance_numbers_keep_to_the_given_letters() {
    valid(nino("ab 12 34 56 c"), "AB123456C");
    valid(nino("AB123456"), "AB123456");
    for bad in ["DA123456A", "AO123456A", "BG123456A", "ZZ123456A", "TN123456A", "AB123456E", "QQ123456C"] {
        doubtful(nino(bad), bad);
    }
    assert_eq!(Scheme::Nino.display("AB123456C"), "AB 12 34 56 C");
}

#[test]
fn numbers_without_a_check_digit_are_held_to_their_length() {
    valid(Scheme::Uprn.check("100 051 2345"), "1000512345");
    doubtful(Scheme::Uprn.check("1234567890123"), "1234567890123");
    valid(Scheme::Urn.check("107274"), "107274");
    doubtful(Scheme::Urn.check("10727"), "10727");
    valid(Scheme::Crime.check("13 / 1234-26"), "13 / 1234-26");
    doubtful(Scheme::Crime.check("123456789012345678901"), "123456789012345678901");
    valid(Scheme::LaChild.check("lc-00412"), "LC00412");
    valid(Scheme::Nrm.check("N-26-0117"), "N-26-0117");
}

#[test]
fn postcodes_of_every_form_are_known() {
    for (typed, stored, shown) in [
        ("m1 1ae", "M11AE", "M1 1AE"),
        ("B33 8TH", "B338TH", "B33 8TH"),
        ("CR2 6XH", "CR26XH", "CR2 6XH"),
        ("dn551pt", "DN551PT", "DN55 1PT"),
        ("W1A 1HQ", "W1A1HQ", "W1A 1HQ"),
        ("EC1A 1BB", "EC1A1BB", "EC1A 1BB"),
        ("gir 0aa", "GIR0AA", "GIR 0AA"),
        ("ZZ99 3VZ", "ZZ993VZ", "ZZ99 3VZ"),
        ("ZZ99 3WZ", "ZZ993WZ", "ZZ99 3WZ"),
    ] {
        valid(postcode(typed), stored);
        assert_eq!(postcode_display(stored), shown);
    }
    for bad in ["QD11AA", "AI11AA", "A1Z1AA", "AA1C1AA", "ZY11AC", "ZY11IA", "ZZ993XX"] {
        doubtful(postcode(bad), bad);
    }
    doubtful(postcode("zy 3"), "ZY3");
    doubtful(postcode("somewhere in town"), "somewhere in town");
}

#[test]
fn a_postcode_is_never_shown_finer_than_the_view_allows() {
    assert_eq!(coarsened("ZY34AB", Precision::Full), "ZY3 4AB");
    assert_eq!(coarsened("ZY34AB", Precision::Sector), "ZY3 4");
    assert_eq!(coarsened("ZY34AB", Precision::District), "ZY3");
    assert_eq!(coarsened("ZY3", Precision::Sector), "ZY3");
    assert_eq!(coarsened("5 Mill Lane", Precision::District), "");
    assert_eq!(coarsened("ZZ993VZ", Precision::District), "ZZ99 3VZ");
}

#[test]
fn telephone_numbers_come_to_one_spelling() {
    for typed in ["07700 900123", "+44 7700 900123", "0044 7700-900123", "+44 (0)7700 900123", "447700900123"] {
        valid(phone(typed), "+447700900123");
    }
    valid(phone("0113 496 0018"), "+441134960018");
    valid(phone("+48 22 555 01 12"), "+48225550112");
    doubtful(phone("496 0018"), "496 0018");
    doubtful(phone("07700 90012"), "+44770090012");
    doubtful(phone("ask the school"), "ask the school");
    assert_eq!(phone_display("+447700900123"), "07700 900123");
    assert_eq!(phone_display("+442079460018"), "020 7946 0018");
    assert_eq!(phone_display("+441134960018"), "0113 496 0018");
    assert_eq!(phone_display("+441632960018"), "01632 960018");
    assert_eq!(phone_display("+48225550112"), "+48225550112");
}

#[test]
fn e_mail_addresses_are_held_to_their_shape_only() {
    valid(email(" Front.Door@Example.ORG "), "Front.Door@example.org");
    for bad in
        ["front.door", "a@b", "a b@example.org", "@example.org", "a@@example.org", "a..b@example.org", "a@-x.org"]
    {
        doubtful(email(bad), bad);
    }
}

proptest! {
    #[test]
    fn no_text_panics_or_is_lost(typed in "\\PC{0,24}|[ A-Za-z0-9/+@.-]{0,16}") {
        let checks = Scheme::ALL.iter().map(|it| it.check(&typed)).chain([postcode(&typed), phone(&typed), email(&typed)]);
        for check in checks {
            prop_assert!(!check.stored().is_empty() || typed.chars().all(|it| !it.is_alphanumeric()));
        }
        for scheme in Scheme::ALL {
            let _ = scheme.display(&typed);
        }
        for precision in Precision::ALL {
            let _ = coarsened(&typed, *precision);
        }
        let _ = (postcode_display(&typed), phone_display(&typed));
    }

    #[test]
    fn what_is_stored_is_stored_alike_the_second_time(typed in "[ A-Za-z0-9/+@.-]{0,16}") {
        for scheme in Scheme::ALL {
            let once = scheme.check(&typed);
            let twice = scheme.check(once.stored());
            prop_assert_eq!(twice.stored(), once.stored());
        }
        for check in [postcode, phone, email] {
            let once = check(&typed);
            let twice = check(once.stored());
            prop_assert_eq!(twice.stored(), once.stored());
        }
    }

    #[test]
    fn one_wrong_digit_of_an_nhs_number_is_noticed(first in 100_000_000_u64..999_999_999, at in 0_usize..10, by in 1_u8..10) {
        let good = (0..10).map(|check| format!("{first}{check}")).find(|it| nhs(it).is_valid());
        if let Some(good) = good {
            let mut slip = good.into_bytes();
            slip[at] = b'0' + (slip[at] - b'0' + by) % 10;
            prop_assert!(!nhs(std::str::from_utf8(&slip).expect("digits")).is_valid());
        }
    }
}
