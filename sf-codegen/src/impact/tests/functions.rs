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

#[test]
fn closures_that_the_programs_functions_take() {
    let (old, new) = without_fax();
    check(
        r#"
struct Store { all: Vec<Account> }
impl Store {
    fn each(&self, f: impl FnOnce(&Account)) {}
    fn with<F>(&self, name: &str, f: F) where F: Fn(usize, &Account) -> u8 {}
    fn leads(&self, f: Box<dyn Fn(&Lead)>) {}
    fn both(&self, f: impl Fn(&Account), g: impl Fn(&Lead)) {}
    fn maker(&self, text: &str) -> impl Fn(&Account) { todo!() }
}
fn on_all(all: &[Account], mut f: impl FnMut(&Account)) { for a in all { f(a); } }
fn f(all: Vec<Account>, store: &Store) {
    store.each(|a| { a.fax(); }); //~ fax field-removed
    store.with("x", |n, a| n.fax() + a.fax()); //~ fax field-removed
    store.leads(|a| a.fax());
    store.both(|a| a.fax(), |a| a.fax());
    store.maker(|a| a.fax());
    on_all(&all, |a| drop(a.fax())); //~ fax field-removed
    on_other(&all, |a| drop(a.fax()));
}
"#,
        &old,
        &new,
    );
}

#[test]
fn traits_of_the_program() {
    let (old, new) = without_fax();
    check(
        r#"
trait Shown { fn best(&self) -> &Account; fn fax(&self) -> u8; fn shown(&self) { self.best().fax(); self.fax(); } } //~ fax field-removed
struct Deal<'a> { of: Box<dyn Shown + 'a> }
struct Row { of: u8 }
impl Row { fn best(&self) -> &Row { self } }
fn f(best: impl Shown, other: &dyn Shown, row: &Row, deal: &Deal<'_>, both: impl Shown + AsRef<Account>) {
    best.best().fax(); //~ fax field-removed
    other.best().fax(); //~ fax field-removed
    deal.of.best().fax(); //~ fax field-removed
    both.as_ref().fax(); //~ fax field-removed
    (best.fax(), other.fax(), row.best().fax());
}
fn generic<T: Shown>(of: T, other: &Rc<dyn Shown>) { of.best().fax(); other.best().fax(); } //~ fax field-removed
fn api(api: &impl Shown, id: Id<Account>) { api.get::<Account>(id).await?.fax(); } //~ fax field-removed
"#,
        &old,
        &new,
    );
}
