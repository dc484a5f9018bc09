//! What a partner, an auditor or the sealer can rely on.

use kernel::{AgencyId, PersonId, Ts, UserId};
use proptest::prelude::*;
use uuid::Uuid;

use crate::*;

fn id(n: u64) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(n))
}

fn entry(n: u64) -> Entry {
    let at = Ts::from_micros(1_774_000_000_000_000 + i64::try_from(n).unwrap_or(0) * 1_000);
    let mut it = Entry::new(
        EntryId(id(n)),
        at,
        "people.see-person",
        if n.is_multiple_of(7) { Decision::Deny } else { Decision::Allow },
    );
    it.user = Some(UserId(id(n % 5)));
    it.agency = Some(AgencyId(id(3)));
    it.resource = Some(Resource { kind: "person".into(), id: Some(id(n % 11)), version: Some(4) });
    it.persons = vec![PersonId(id(n % 11))];
    it.fields = vec!["pointer".into(), "assessment".into()];
    it
}

fn leaves(count: u64) -> Vec<String> {
    (0..count).map(|n| entry(n).leaf(n)).collect()
}

fn key() -> SigningKey {
    SigningKey::generate("hub.example/ledger", [7; 32]).unwrap()
}

/// A ledger sealed in these steps: key, leaves, all stored hashes, checkpoints.
struct Sealed {
    leaves: Vec<String>,
    hashes: Vec<Hash>,
    checkpoints: Vec<String>,
}

fn sealed(steps: &[u64]) -> Sealed {
    let leaves = leaves(steps.iter().sum());
    let (mut hashes, mut checkpoints, mut from) = (Vec::new(), Vec::new(), 0);
    for step in steps {
        let mut tree = Tree::open(from as u64, &hashes).unwrap();
        let new = tree.append(&leaves[from..from + *step as usize]);
        assert_eq!(new.first().map_or(hashes.len() as u64, |it| it.0), hashes.len() as u64);
        hashes.extend(new.into_iter().map(|it| it.1));
        from += *step as usize;
        checkpoints.push(key().checkpoint("hub.example/ledger", tree.size(), tree.root()).unwrap());
    }
    Sealed { leaves, hashes, checkpoints }
}

fn bundle_json(of: &Sealed) -> Vec<u8> {
    let mut out = BundleWriter::start(Vec::new(), key().verifier_key(), &of.checkpoints).unwrap();
    for leaf in &of.leaves {
        out.entry(leaf, &of.hashes).unwrap();
    }
    out.finish(&of.hashes).unwrap()
}

fn bundle(steps: &[u64]) -> Bundle {
    Bundle::read(&bundle_json(&sealed(steps))).unwrap()
}

#[test]
fn an_entry_has_one_spelling_with_keys_in_order_and_nothing_absent() {
    let mut it = entry(3);
    it.fields.push("assessment".into());
    it.reason = Some(commit_reason("Mother rang, worried", b"0123456789abcdef"));
    assert_eq!(
        it.leaf(12),
        format!(
            r#"{{"seq":12,"id":"{}","at":"2026-03-20T09:46:40.003000Z","user":"{}","agency":"{}","action":"people.see-person","resource":{{"kind":"person","id":"{}","version":4}},"persons":["{}"],"fields":["assessment","pointer"],"decision":"allow","reason":"{}"}}"#,
            id(3),
            id(3),
            id(3),
            id(3),
            id(3),
            commit_reason("Mother rang, worried", b"0123456789abcdef")
        )
    );
    assert_eq!(seal(&it.text(), 12), it.leaf(12));
}

#[test]
fn a_leaf_reads_back_and_another_spelling_of_it_does_not() {
    let it = entry(8);
    let (seq, back) = Entry::read(&it.leaf(8)).unwrap();
    assert_eq!((seq, back.leaf(8)), (Some(8), it.leaf(8)));
    assert_eq!(Entry::read(&it.leaf(8).replace(":4}", ": 4}")), Err(BadLeaf::Spelling));
    assert_eq!(Entry::read(&it.leaf(8).replace("people.see", "people see")), Err(BadLeaf::Spelling));
    assert_eq!(Entry::read(&it.leaf(8).replace("\"seq\"", "\"name\":\"Kai\",\"seq\"")), Err(BadLeaf::Shape));
}

#[test]
fn no_sentence_and_no_line_break_gets_into_a_code() {
    assert_eq!(Code::new("see\nperson Kai").as_str(), "see-person-Kai");
    assert_eq!(Code::new(&"x".repeat(500)).as_str().len(), 120);
    assert_eq!(Code::from("trust.glass-broken").as_str(), "trust.glass-broken");
}

#[test]
fn a_reason_is_committed_to_with_its_salt_and_cannot_be_shifted_between_the_two() {
    assert_eq!(commit_reason("abc", b"salt"), commit_reason("abc", b"salt"));
    assert_ne!(commit_reason("abc", b"salt"), commit_reason("abc", b"pepper"));
    assert_ne!(commit_reason("abc", b"salt"), commit_reason("tabc", b"sal"));
    assert_ne!(rows_hash(["ab", "c"]).hash, rows_hash(["a", "bc"]).hash);
    assert_eq!(rows_hash(["ab", "c"]).count, 2);
}

#[test]
fn known_answers_of_rfc_6962_hold() {
    let hex = |it: Hash| it.0.iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(hex(Tree::empty().root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let mut tree = Tree::empty();
    tree.append(&["", "\0"]);
    assert_eq!(hex(tree.root()), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn batches_of_any_size_give_the_same_tree(steps in prop::collection::vec(0_u64..70, 1..9)) {
        let all = sealed(&steps);
        let once = sealed(&[steps.iter().sum()]);
        let size = steps.iter().sum::<u64>();
        prop_assert_eq!(all.hashes.len() as u64, stored_count(size));
        prop_assert!(all.hashes == once.hashes);
        prop_assert_eq!(all.checkpoints.last(), once.checkpoints.last());
        prop_assert_eq!(root_of(size, &all.hashes).unwrap(), Tree::open(size, &all.hashes).unwrap().root());
    }

    #[test]
    fn only_the_hashes_asked_for_beforehand_are_needed(size in 1_u64..300, at in 0_u64..300, old in 1_u64..300) {
        let all = sealed(&[size]);
        let some = |needs: Vec<u64>| needs.iter().map(|it| (*it, all.hashes[*it as usize])).collect::<Known>();
        let tree = Tree::open(size, &some(Tree::needs(size))).unwrap();
        let (at, old) = (at % size, 1 + old % size);
        let proof = inclusion(at, size, &some(inclusion_needs(at, size))).unwrap();
        prop_assert_eq!(check_inclusion(&proof, at, &all.leaves[at as usize], size, tree.root()), Ok(()));
        prop_assert_eq!(
            check_inclusion(&proof, at, &entry(1000).leaf(1000), size, tree.root()),
            Err(ProofError::DoesNotHold)
        );
        let before = root_of(old, &all.hashes).unwrap();
        let proof = consistency(old, size, &some(consistency_needs(old, size))).unwrap();
        prop_assert_eq!(check_consistency(&proof, (old, before), (size, tree.root())), Ok(()));
        let other = Hash([9; 32]);
        prop_assert_eq!(check_consistency(&proof, (old, other), (size, tree.root())), Err(ProofError::DoesNotHold));
    }

    #[test]
    fn whatever_is_handed_in_as_a_bundle_is_refused_or_checked_but_never_panics(
        text in "\\PC*", size in any::<u64>(), old in any::<usize>(), index in 1_u64..,
    ) {
        let _ = Bundle::read(text.as_bytes());
        let _ = Entry::read(&text);
        let _ = SigningKey::from_text(&text);
        let _ = verify_checkpoint(&text, &text);
        let mut it = bundle(&[3, 4]);
        it.checkpoints.extend(key().checkpoint("hub.example/ledger", size, Hash([1; 32])));
        it.consistency[0].old = old;
        it.inclusion[2].index = index;
        it.inclusion[3].proof.clear();
        prop_assert!(!it.verify(&Trusted::default()).sound());
        prop_assert!(inclusion(index, size, &Known::default()).is_err());
        prop_assert!(consistency(index, size, &Known::default()).is_err() || index == size);
        prop_assert!(Tree::open(size, &Known::default()).is_err() || size == 0);
    }
}

#[test]
fn a_lost_hash_is_named_and_nothing_is_made_up() {
    let all = sealed(&[37]);
    let needs = Tree::needs(37);
    let but_one: Known = needs[1..].iter().map(|it| (*it, all.hashes[*it as usize])).collect();
    assert_eq!(Tree::open(37, &but_one).unwrap_err(), Missing(needs[0]));
    assert!(hash_from(&all.hashes[5].0) == Some(all.hashes[5]) && hash_from(&[1; 31]).is_none());
    assert_eq!(inclusion(40, 37, &all.hashes), Err(ProofError::Beyond));
    assert_eq!(consistency(0, 37, &all.hashes), Err(ProofError::Beyond));
}

#[test]
fn a_key_survives_its_text_and_its_secret_is_not_printed() {
    let key = key();
    let back = SigningKey::from_text(key.to_text()).unwrap();
    assert_eq!(back.verifier_key(), key.verifier_key());
    assert!(key.verifier_key().starts_with("hub.example/ledger+"));
    assert!(!format!("{key:?}").contains("PRIVATE"));
    assert_eq!(SigningKey::generate("two words", [1; 32]).unwrap_err(), BadKey::Name);
    assert_eq!(SigningKey::from_text("PRIVATE+KEY+x").unwrap_err(), BadKey::Form);
}

#[test]
fn a_checkpoint_is_believed_only_with_the_right_key_and_untouched() {
    let note = key().checkpoint("hub.example/ledger", 12, Hash([5; 32])).unwrap();
    let head = verify_checkpoint(key().verifier_key(), &note).unwrap();
    assert_eq!((head.origin.as_str(), head.size, head.root), ("hub.example/ledger", 12, Hash([5; 32])));
    let other = SigningKey::generate("hub.example/ledger", [8; 32]).unwrap();
    assert_eq!(verify_checkpoint(other.verifier_key(), &note), Err(Untrusted::Signature));
    assert_eq!(verify_checkpoint(key().verifier_key(), &note.replace("\n12\n", "\n13\n")), Err(Untrusted::Signature));
    assert_eq!(key().checkpoint("two\nlines", 1, Hash([5; 32])), Err(Untrusted::Form));
}

#[test]
fn a_witness_signs_beside_the_ledger_and_only_what_it_has_checked() {
    let note = key().checkpoint("hub.example/ledger", 12, Hash([5; 32])).unwrap();
    let witness = SigningKey::generate("police.example", [9; 32]).unwrap();
    let both = witness.countersign(&note, key().verifier_key()).unwrap();
    assert!(verify_checkpoint(key().verifier_key(), &both).is_ok());
    assert!(verify_checkpoint(witness.verifier_key(), &both).is_ok());
    assert!(witness.countersign(&note.replace("\n12\n", "\n13\n"), key().verifier_key()).is_err());
}

#[test]
fn a_whole_ledger_checks_and_an_empty_first_checkpoint_does_no_harm() {
    let it = bundle(&[0, 5, 0, 20, 75]);
    let found = it.verify(&Trusted { verifier_key: Some(key().verifier_key()), checkpoint: Some(&it.checkpoints[1]) });
    assert_eq!(found.to_string(), "5 checkpoints, 100 inclusion proofs, 3 consistency proofs, 0 bad");
    assert!(found.sound());
}

#[test]
fn every_kind_of_tampering_is_found() {
    let faults = |change: &dyn Fn(&mut Bundle)| {
        let mut it = bundle(&[16, 21, 63]);
        change(&mut it);
        it.verify(&Trusted::default()).listed.iter().map(|it| it.fault).collect::<std::collections::BTreeSet<_>>()
    };
    assert!(faults(&|_| {}).is_empty());
    let found = [
        (
            "entry changed",
            Fault::Root,
            faults(&|it| it.inclusion[9].body = it.inclusion[9].body.replace("allow", "deny")),
        ),
        ("entry removed", Fault::Count, faults(&|it| drop(it.inclusion.remove(50)))),
        (
            "entries swapped",
            Fault::Inclusion,
            faults(&|it| {
                let (a, b) = (it.inclusion[4].body.clone(), it.inclusion[5].body.clone());
                (it.inclusion[4].body, it.inclusion[5].body) = (b, a);
            }),
        ),
        (
            "size changed",
            Fault::Checkpoint,
            faults(&|it| it.checkpoints[2] = it.checkpoints[2].replace("\n100\n", "\n99\n")),
        ),
        (
            "root changed",
            Fault::Checkpoint,
            faults(&|it| {
                let root = it.checkpoints[1].lines().nth(2).unwrap_or_default().to_owned();
                it.checkpoints[1] = it.checkpoints[1].replace(&root, &Hash([3; 32]).to_string());
            }),
        ),
        (
            "signature changed",
            Fault::Checkpoint,
            faults(&|it| {
                let other = SigningKey::generate("hub.example/ledger", [8; 32]).unwrap();
                it.checkpoints[0] = other.checkpoint("hub.example/ledger", 16, Hash([5; 32])).unwrap();
            }),
        ),
        ("inclusion proof changed", Fault::Inclusion, faults(&|it| it.inclusion[31].proof[2] = Hash([3; 32]))),
        ("consistency proof changed", Fault::Consistency, faults(&|it| it.consistency[1].proof[0] = Hash([3; 32]))),
    ];
    for (what, fault, found) in &found {
        assert!(found.contains(fault), "{what}: {found:?}");
    }
}

#[test]
fn an_entry_shown_twice_does_not_hide_one_left_out() {
    let mut it = bundle(&[10]);
    it.inclusion[4] = it.inclusion[3].clone();
    assert!(it.verify(&Trusted::default()).listed.contains(&Finding { fault: Fault::Order, at: 4 }));
}

#[test]
fn an_insider_with_the_key_who_writes_history_anew_is_found_by_a_checkpoint_held_outside() {
    let honest = sealed(&[10, 10]);
    let mut forged = sealed(&[10, 10]);
    forged.leaves[3] = entry(999).leaf(3);
    forged.checkpoints.clear();
    forged.hashes.clear();
    let mut tree = Tree::empty();
    for half in forged.leaves.clone().chunks(10) {
        forged.hashes.extend(tree.append(half).into_iter().map(|it| it.1));
        forged.checkpoints.extend(key().checkpoint("hub.example/ledger", tree.size(), tree.root()));
    }
    let forged = Bundle::read(&bundle_json(&forged)).unwrap();
    assert!(forged.verify(&Trusted::default()).sound(), "at one with itself");
    let held = Trusted { verifier_key: None, checkpoint: Some(&honest.checkpoints[0]) };
    assert_eq!(forged.verify(&held).listed, [Finding { fault: Fault::Earlier, at: 0 }]);
    let shortened = bundle(&[10]);
    let held = Trusted { verifier_key: None, checkpoint: Some(&honest.checkpoints[1]) };
    assert_eq!(shortened.verify(&held).listed, [Finding { fault: Fault::Earlier, at: 0 }]);
}

#[test]
fn a_bundle_with_a_new_key_is_found_by_the_key_handed_over() {
    let it = bundle(&[10]);
    let other = SigningKey::generate("hub.example/ledger", [8; 32]).unwrap();
    let found = it.verify(&Trusted { verifier_key: Some(other.verifier_key()), checkpoint: None });
    assert!(found.listed.iter().any(|it| it.fault == Fault::Key));
}

#[test]
fn a_bundle_is_not_begun_without_checkpoints_nor_ended_without_every_entry() {
    let none: [&str; 0] = [];
    assert!(matches!(
        BundleWriter::start(Vec::new(), key().verifier_key(), &none).err(),
        Some(BundleError::NoCheckpoint)
    ));
    let all = sealed(&[3]);
    let mut out = BundleWriter::start(Vec::new(), key().verifier_key(), &all.checkpoints).unwrap();
    out.entry(&all.leaves[0], &all.hashes).unwrap();
    assert!(matches!(out.finish(&all.hashes), Err(BundleError::Count { found: 1, signed: 3 })));
}

/// Writes a bundle where `BUNDLE_OUT` of the build says, for a check by hand with the outside verifiers.
#[test]
fn a_bundle_of_ten_thousand_entries_checks() {
    let json = bundle_json(&sealed(&[97; 103]));
    if let Some(out) = option_env!("BUNDLE_OUT") {
        std::fs::write(out, &json).unwrap();
    }
    let found = Bundle::read(&json).unwrap().verify(&Trusted::default());
    assert_eq!(found.to_string(), "103 checkpoints, 9991 inclusion proofs, 102 consistency proofs, 0 bad");
}
