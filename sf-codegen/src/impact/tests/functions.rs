//! Closures, traits, loops and enums: what their values are where the program's own code says it.

use super::*;

fn without_fax() -> (Schema, Schema) {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Fax"));
    (old, new)
}

#[test]
fn a_variant_of_the_enum_that_a_trait_is_for() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        let industry = at(o, "Industry").picklist.as_mut().expect("a picklist");
        industry.values.retain(|value| value.name.api != "Energy");
    });
    check(
        r#"
use org::account::Industry as Branch;
enum Mine { Energy }
impl Color for account::Industry { fn color(&self) -> u8 { match self { Self::Energy => 1, Self::Banking => 2 } } } //~ Energy picklist-value-removed
impl<T: Shown> From<T> for Branch where T: Clone { fn from(of: T) -> Self { Self::Energy } } //~ Energy picklist-value-removed
impl From<Branch> for Mine { fn from(of: Branch) -> Self { Self::Energy } }
impl Color for lead::Industry { fn color(&self) -> u8 { match self { Self::Energy => 1 } } }
fn all() -> impl Into<Branch> { Mine::Energy }
"#,
        &old,
        &new,
    );
}

#[test]
fn what_a_loop_gives() {
    let (old, new) = without_fax();
    check(
        r#"
fn f(all: Vec<Account>, leads: Vec<Lead>) {
    let found = loop { if x { break &all[0]; } };
    found.fax(); //~ fax field-removed
    let first = loop { break &all[0] };
    first.fax(); //~ fax field-removed
    let other = loop { let a = loop { break all.first() }; a.fax(); if x { break &leads[0]; } }; //~ fax field-removed
    other.fax();
    loop { for a in &all { if x { break; } } }.fax();
}
"#,
        &old,
        &new,
    );
}
