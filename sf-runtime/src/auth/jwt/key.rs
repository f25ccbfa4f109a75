//! A private RSA key, and signing with it.

use std::fs;
use std::path::Path;

use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, EncodingKey};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::auth::AuthError;

/// A private RSA key. Forgotten when dropped.
#[derive(Clone)]
pub(super) struct Key(EncodingKey);

impl Key {
    pub(super) fn from_file(path: &Path) -> Result<Self, AuthError> {
        let pem = fs::read(path).map_err(|error| {
            AuthError::setup(format!("the key file {} cannot be read", path.display()))
                .caused_by(error)
        })?;
        Self::from_pem(&Zeroizing::new(pem))
            .map_err(|error| error.advise(&format!("it was read from {}", path.display())))
    }

    /// The key in a variable, whose line breaks may be written as `\n`.
    pub(super) fn from_variable(pem: &SecretString) -> Result<Self, AuthError> {
        let pem = Zeroizing::new(pem.expose_secret().replace("\\n", "\n"));
        Self::from_pem(pem.as_bytes())
    }

    /// The first private key among a PEM text's sections.
    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, AuthError> {
        let text = std::str::from_utf8(pem)
            .map_err(|_| AuthError::setup("the private key is not PEM text"))?;
        let section = ["RSA PRIVATE KEY", "PRIVATE KEY"]
            .iter()
            .find_map(|name| section(text, name))
            .ok_or_else(|| AuthError::setup(why_no_key(text)))?;
        if section.contains("ENCRYPTED") {
            return Err(AuthError::setup(ENCRYPTED));
        }
        // The errors of the parser could quote the key, and are left out.
        let key = EncodingKey::from_rsa_pem(section.as_bytes())
            .map_err(|_| AuthError::setup("the private key is not RSA, or its text is damaged"))?;
        let key = Self(key);
        key.sign(b"whether it can sign")
            .map_err(|error| error.advise("the key must be RSA of 2048 to 8192 bits, and whole"))?;
        Ok(key)
    }

    /// Signs with RS256.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, AuthError> {
        let refused = || AuthError::setup("the private key cannot sign");
        // The provider is named: a process may have others, and then the default one panics.
        (aws_lc::DEFAULT_PROVIDER.signer_factory)(&Algorithm::RS256, &self.0)
            .map_err(|_| refused())?
            .try_sign(message)
            .map_err(|_| refused())
    }
}

const ENCRYPTED: &str = "the private key is encrypted: decrypt it with \
                         `openssl pkey -in server.key -out decrypted.key`";

/// The PEM section of this name, with its first and last line.
fn section<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (first, last) = (
        format!("-----BEGIN {name}-----"),
        format!("-----END {name}-----"),
    );
    let rest = text.get(text.find(&first)?..)?;
    rest.get(..rest.find(&last)? + last.len())
}

fn why_no_key(text: &str) -> &'static str {
    let has = |name: &str| text.contains(&format!("-----BEGIN {name}-----"));
    if has("ENCRYPTED PRIVATE KEY") {
        ENCRYPTED
    } else if has("CERTIFICATE") || has("PUBLIC KEY") || has("RSA PUBLIC KEY") {
        "this is a certificate or a public key, which belongs to the app: the login signs with the \
         private key"
    } else if has("EC PRIVATE KEY") {
        "the private key is not RSA, which is all that Salesforce takes"
    } else if has("OPENSSH PRIVATE KEY") {
        "the private key is in OpenSSH's form: convert it with `ssh-keygen -p -m PEM -f server.key`"
    } else {
        "there is no private key in PEM: it starts with `-----BEGIN PRIVATE KEY-----` or \
         `-----BEGIN RSA PRIVATE KEY-----`"
    }
}
