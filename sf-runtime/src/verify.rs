//! Whether the org is still what the bindings were made of.
//!
//! ```text
//! what the bindings say of their objects -> describes, 25 a call, where they have changed
//!     -> the schema model -> differences
//! ```
//!
//! ```
//! # use sf_runtime::{Client, Error};
//! # use sf_runtime::verify::Compiled;
//! use sf_runtime::verify::Class;
//!
//! # async fn start<Account: Compiled, Contact: Compiled>(sf: &Client) -> Result<(), Error> {
//! // `Account` and `Contact` of the bindings, when the program starts.
//! let verified = sf.verify::<(Account, Contact)>().await?;
//! if verified.worst() >= Some(Class::Risky) {
//!     eprintln!("the org is not what this program was made for:\n{verified}");
//! }
//! for difference in verified.breaking() {
//!     eprintln!("{} ({})", difference.subject(), difference.change.name());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The differences are those that `sf-codegen diff` tells of the snapshot of the bindings and one
//! taken now, for these objects alone. What is not compared there is not compared here: labels, help
//! texts, the order of values.
//!
//! # What it costs
//!
//! An API call for 25 objects, and as much time as the org takes. Where the bindings are of a snapshot
//! that `sf-codegen fetch` took from the very org that the client is logged in to, each describe is
//! asked for only if it has changed since, and an org in which nothing has answers in a few hundred
//! bytes. Another org has its own times: it is asked for whole describes, and so is every org by
//! bindings of a folder of describes, of which nobody knows when they were taken.
//!
//! # What it does not see
//!
//! - What the user of the program may not see, where the org says that a describe has not changed: the
//!   snapshot may be of another user. [`Verify::whole`] asks for it.
//! - Fields that are left out of the bindings (`fields` in `sf.toml`), and new ones where some are,
//!   except those that a record cannot be created without.
//! - What is not breaking, for bindings of several orgs (`[orgs]` in `sf.toml`): they hold what all
//!   have, or any, so every one of the orgs differs from them by itself. Nor that an org has not a field
//!   or an object which one of them was known not to have.
//!
//! With `lower` this is where the runtime uses `sf-schema`, which uses nothing: without the features
//! `verify` and `schema` it does not. This module must not know files, nor how bindings are made.

mod ask;
mod compare;
mod compiled;
mod objects;
mod report;

pub use sf_schema::diff::{Change, Class, Difference};

pub use compiled::{Compiled, CompiledIn, Snapshot};
pub use objects::Objects;
pub use report::Verified;

use crate::client::Client;
use crate::error::Error;

/// Asks whether the org is still what bindings were made of: for objects that are known when the
/// program runs, and for more than [`Client::verify`] can say.
///
/// ```
/// # use sf_runtime::{Client, Error};
/// # use sf_runtime::verify::{Compiled, CompiledIn, Verify};
/// # async fn run<Account: Compiled, Contact: Compiled>(sf: &Client) -> Result<(), Error> {
/// let mut objects = vec![CompiledIn::of::<Account>()];
/// if std::env::args().any(|arg| arg == "--contacts") {
///     objects.push(CompiledIn::of::<Contact>());
/// }
/// let verified = Verify::objects(objects).whole().run(sf).await?;
/// assert!(verified.is_clean(), "{verified}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is asked until it is run"]
pub struct Verify {
    objects: Vec<CompiledIn>,
    whole: bool,
}

impl Verify {
    /// Of the objects of these types: one, or a tuple of up to 16.
    pub fn of<T: Objects>() -> Self {
        Self::objects(T::compiled_in())
    }

    /// Of these objects, as many as there are. One that is there twice counts once.
    pub fn objects(objects: impl IntoIterator<Item = CompiledIn>) -> Self {
        let mut once: Vec<CompiledIn> = Vec::new();
        for object in objects {
            if !once.contains(&object) {
                once.push(object);
            }
        }
        Self {
            objects: once,
            whole: false,
        }
    }

    /// Asks for every describe, also where the org would say that it has not changed: for a user who
    /// may see less than the one who took the snapshot. Costs no more calls, but longer answers.
    pub fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// Asks the org, in the API version of the bindings, whichever the client's is.
    ///
    /// # Errors
    /// As [`Client::verify`].
    pub async fn run(&self, client: &Client) -> Result<Verified, Error> {
        let mut differences = Vec::new();
        let mut changed = 0;
        for (object, answer) in ask::ask(client, &self.objects, self.whole).await? {
            changed += usize::from(answer != ask::Answer::Same);
            differences.extend(compare::compare(object, answer)?);
        }
        Ok(Verified::new(differences, self.objects.len(), changed))
    }
}

impl Client {
    /// Compares the objects that are compiled into the program with what the org says of them now:
    /// one, or a tuple of up to 16; [`Verify`] takes any number. See [`verify`](crate::verify) for what
    /// is compared. An API call for 25 objects.
    ///
    /// An object that the org has no more, or hides from the user, is a difference and no error.
    ///
    /// # Errors
    /// The org or the login host cannot be reached or refuses; it has not the API version of the
    /// bindings; an object's describe is refused for another reason, or is not one, which names the
    /// object; the bindings are of another version of `sf-codegen` than this library can read.
    pub async fn verify<T: Objects>(&self) -> Result<Verified, Error> {
        Verify::of::<T>().run(self).await
    }
}
