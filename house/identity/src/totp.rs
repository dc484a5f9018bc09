//! One-time codes by an app (RFC 6238: six digits, thirty seconds, SHA-1, which every app can do).

use std::fmt;

use kernel::Ts;
use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret, Totp};

use crate::random::{Random, bytes};

/// Seconds of a step.
const STEP: i64 = 30;

/// A text is not the secret of an app: base 32 of at least 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a secret for one-time codes")]
pub struct BadSecret;

/// The secret that an account shares with its app. Stored encrypted or in a table of its own, never shown again.
#[derive(Clone)]
pub struct TotpSecret(Secret);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret")
    }
}

impl TotpSecret {
    /// A new one: 160 bits.
    #[must_use]
    pub fn new(random: &mut (impl Random + ?Sized)) -> Self {
        Self(Secret::from(bytes::<20>(random)))
    }

    /// Reads what [`Self::to_base32`] wrote; case and spaces do not matter.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_base32(text: &str) -> Result<Self, BadSecret> {
        let clean: String = text.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_uppercase()).collect();
        let secret = Secret::try_from_base32(&clean).map_err(|_| BadSecret)?;
        if secret.as_ref().len() >= 16 { Ok(Self(secret)) } else { Err(BadSecret) }
    }

    /// The secret as base 32: for the store, and for those who cannot scan the picture.
    #[must_use]
    pub fn to_base32(&self) -> String {
        self.0.to_base32()
    }

    /// In groups of four, to be read and typed.
    #[must_use]
    pub fn words(&self) -> String {
        let all: Vec<char> = self.to_base32().chars().collect();
        all.chunks(4).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The address that an app reads, as text or from [`qr_svg`]: who issues the codes, and for which account.
    #[must_use]
    pub fn otpauth_url(&self, issuer: &str, account: &str) -> String {
        let clean = |it: &str| it.replace(':', " ");
        let account = if account.is_empty() { "account".to_owned() } else { clean(account) };
        let made = self.builder().with_account_name(account).with_issuer(Some(clean(issuer))).build();
        made.ok().and_then(|it| it.to_url().ok()).unwrap_or_default() // cannot fail: no colon, not empty, long enough
    }

    /// Checks a typed code against the step of `now` and its two neighbours. The answer is the step of the code; keep
    /// it as `last`, so that no code works twice (ASVS 6.5.1).
    #[must_use]
    pub fn verify(&self, typed: &str, now: Ts, last: Option<i64>) -> Option<i64> {
        let code: String = typed.chars().filter(|it| !it.is_whitespace()).take(7).collect();
        let totp = self.totp();
        let here = now.micros().div_euclid(1_000_000).div_euclid(STEP);
        (here - 1..=here + 1)
            .filter(|step| last.is_none_or(|last| *step > last))
            .find(|step| u64::try_from(step * STEP).is_ok_and(|at| totp.check(&code, at).is_some()))
    }

    /// The code at an instant, as the app shows it; for tests and for the demo.
    #[must_use]
    pub fn code(&self, at: Ts) -> String {
        self.totp().generate(u64::try_from(at.micros().div_euclid(1_000_000)).unwrap_or(0)).to_string()
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.0.clone()).with_skew(0)
    }

    fn totp(&self) -> Totp {
        self.builder().build_noncompliant()
    }
}

/// A QR code as a picture of black squares, to stand inside a page: SVG with its own title. Nothing for a text that is
/// too long (more than about 1,200 bytes).
#[must_use]
pub fn qr_svg(text: &str, title: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok().filter(|_| text.len() <= 1_200)?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        for x in (0..side).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{},{}h1v1h-1z", x + 4, y + 4));
        }
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let whole = side + 8;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" width=\"{0}\" height=\"{0}\" role=\"img\" shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" d=\"M0,0h{whole}v{whole}H0z\"/><path d=\"{path}\"/></svg>",
        whole * 5
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's appendix B: `12345678901234567890`.
    fn of_the_rfc() -> TotpSecret {
        TotpSecret::from_base32("GEZD GNBV GY3T QOJQ gezd gnbv gy3t qojq").unwrap()
    }

    fn at(seconds: i64) -> Ts {
        Ts::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_of_rfc_6238_are_ours() {
        let it = of_the_rfc();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(it.code(at(seconds)), code);
            assert_eq!(it.verify(code, at(seconds), None), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_works_once_and_none_before_it_afterwards() {
        let it = of_the_rfc();
        let now = at(1_111_111_109);
        let step = it.verify("081 804", now, None);
        assert!(step.is_some());
        assert_eq!(it.verify("081804", now, step), None);
        let before = it.code(now.plus_seconds(-30));
        assert_eq!(it.verify(&before, now, step), None);
        let after = it.code(now.plus_seconds(30));
        assert_eq!(it.verify(&after, now, step), step.map(|it| it + 1));
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_not_two() {
        let it = of_the_rfc();
        let now = at(1_111_111_111);
        for (off, fits) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(it.verify(&it.code(now.plus_seconds(off)), now, None).is_some(), fits, "{off}");
        }
        for wrong in ["", "12345", "+81804", "0818041", "０８１８０４"] {
            assert_eq!(it.verify(wrong, now, None), None, "{wrong}");
        }
        assert_eq!(it.verify("081804", at(-5), None), None);
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        assert_eq!(
            of_the_rfc().otpauth_url("Holdfast: Eastmoor", "robin@council.example"),
            "otpauth://totp/Holdfast%20%20Eastmoor:robin%40council.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Holdfast%20%20Eastmoor"
        );
        assert!(of_the_rfc().words().starts_with("GEZD GNBV "));
        assert!(TotpSecret::from_base32("GEZDGNBV").is_err());
        assert!(!format!("{:?}", of_the_rfc()).contains("GEZD"));
    }

    #[test]
    fn the_picture_has_a_title_and_a_margin() {
        let svg = qr_svg(&of_the_rfc().otpauth_url("Holdfast", "robin"), "Code for <your> app").unwrap();
        assert!(svg.contains("<title>Code for &lt;your&gt; app</title>") && svg.contains("M4,4h1v1h-1z"));
        assert_eq!(qr_svg(&"x".repeat(5_000), ""), None);
    }
}
