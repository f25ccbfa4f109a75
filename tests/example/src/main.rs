//! What an application does with the bindings, as far as it goes without a network.
#![deny(warnings)]

sf_runtime::include_sobjects!(pub mod org);

fn main() {
    println!("{}", org::Account::LABEL);
}
