//! The secrets of a login by authorization code (RFC 7636): fresh ones, and their comparison.

use aws_lc_rs::{constant_time, digest, rand};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::AuthError;

/// 43 characters, of 256 random bits.
pub(super) fn random() -> Result<SecretString, AuthError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    rand::fill(&mut *bytes)
        .map_err(|_| AuthError::setup("the machine has no source of randomness"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(*bytes).into())
}

/// The challenge of a verifier, by the method S256.
pub(super) fn challenge(verifier: &SecretString) -> String {
    let verifier = verifier.expose_secret().as_bytes();
    BASE64_URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier))
}

/// Whether a verifier has the length and the characters of one.
pub(super) fn is_verifier(verifier: &SecretString) -> bool {
    let verifier = verifier.expose_secret();
    (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// Whether both are the same; how long it takes does not tell where they differ.
pub(super) fn is_same(ours: &str, theirs: &str) -> bool {
    constant_time::verify_slices_are_equal(ours.as_bytes(), theirs.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
        assert_eq!(
            challenge(&verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn each_verifier_is_another_and_long_enough() {
        let (one, two) = (random().expect("random"), random().expect("random"));
        assert!(is_verifier(&one) && is_verifier(&two));
        assert_ne!(one.expose_secret(), two.expose_secret());
        assert!(!is_verifier(&"short".into()));
        assert!(!is_verifier(&"a b".repeat(20).into()));
    }

    #[test]
    fn a_state_is_the_same_or_not() {
        assert!(is_same("abc", "abc"));
        for other in ["", "ab", "abd", "abcd"] {
            assert!(!is_same("abc", other), "{other}");
        }
    }
}
