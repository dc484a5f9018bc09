use crate::{Policy, shared};

/// The shared rules, read once for all tests.
fn policy() -> &'static Policy {
    static POLICY: std::sync::OnceLock<Policy> = std::sync::OnceLock::new();
    POLICY.get_or_init(|| {
        Policy::new(shared(), &[])
            .unwrap_or_else(|all| panic!("{}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
    })
}

#[test]
fn the_shared_rules_pass_strict_validation() {
    assert!(policy().rules().len() > 50);
}
