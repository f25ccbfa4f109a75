//! Savepoints: what is taken back is as if it had never been, in the indices too.

use std::path::Path;
use std::sync::Arc;

use super::*;

struct Fixture {
    store: Store,
    contact: ObjectIx,
    email: FieldIx,
    account: FieldIx,
}

impl Fixture {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/org");
        let schema = Arc::new(Schema::load(&folder).unwrap());
        let contact = schema.find("contact").unwrap();
        let field = |name| schema.object(contact).find(name).unwrap();
        Self {
            email: field("Email"),
            account: field("AccountId"),
            contact,
            store: Store::new(schema),
        }
    }

    fn insert(&mut self, email: &str) -> RowIx {
        let id = self.store.new_id(*b"003");
        let values = vec![
            (
                self.account,
                Value::Id(Id::parse("001000000000001").unwrap()),
            ),
            (self.email, Value::text(email)),
        ];
        self.store.insert(self.contact, Row::new(id, values))
    }

    fn rename(&mut self, row: RowIx, email: &str) {
        let changes = vec![(self.email, Value::text(email))];
        self.store.update(self.contact, row, changes);
    }

    fn with_email(&self, email: &str) -> Vec<RowIx> {
        self.store
            .table(self.contact)
            .find_by(self.email, &Value::text(email))
    }

    fn of_account(&self) -> usize {
        let account = Value::Id(Id::parse("001000000000001").unwrap());
        self.store
            .table(self.contact)
            .find_by(self.account, &account)
            .len()
    }
}

#[test]
fn a_rollback_takes_everything_back() {
    let mut fixture = Fixture::new();
    let (first, second) = (fixture.insert("a@x"), fixture.insert("b@x"));
    let savepoint = fixture.store.begin();
    fixture.rename(first, "c@x");
    fixture.insert("d@x");
    fixture.store.delete(fixture.contact, second, Vec::new());
    assert_eq!(
        (fixture.with_email("A@X"), fixture.with_email("c@x")),
        (vec![], vec![first])
    );
    assert_eq!(fixture.of_account(), 2);
    fixture.store.rollback(savepoint);
    assert_eq!(fixture.with_email("A@X"), [first]);
    assert_eq!(fixture.with_email("b@x"), [second]);
    assert_eq!(
        fixture.with_email("c@x").len() + fixture.with_email("d@x").len(),
        0
    );
    assert_eq!(fixture.of_account(), 2);
    let table = fixture.store.table(fixture.contact);
    assert_eq!((table.live_count(), table.rows().count()), (2, 2));
}

#[test]
fn savepoints_nest() {
    let mut fixture = Fixture::new();
    let outer = fixture.store.begin();
    let kept = fixture.insert("a@x");
    let inner = fixture.store.begin();
    fixture.rename(kept, "b@x");
    fixture.store.rollback(inner);
    assert_eq!(fixture.with_email("a@x"), [kept]);
    let inner = fixture.store.begin();
    fixture.rename(kept, "c@x");
    fixture.store.commit(inner);
    fixture.store.rollback(outer);
    assert_eq!(fixture.store.table(fixture.contact).rows().count(), 0);
    // Nothing of it is left to be taken back later.
    let row = fixture.insert("a@x");
    let savepoint = fixture.store.begin();
    fixture.store.rollback(savepoint);
    assert_eq!(fixture.with_email("a@x"), [row]);
    assert!(fixture.store.journal.is_empty());
}

#[test]
fn a_savepoint_that_was_left_open_ends_with_the_outer_one() {
    let mut fixture = Fixture::new();
    let outer = fixture.store.begin();
    let left = fixture.store.begin();
    drop(left);
    fixture.insert("a@x");
    fixture.store.rollback(outer);
    assert_eq!(fixture.with_email("a@x").len(), 0);
    let savepoint = fixture.store.begin();
    fixture.insert("b@x");
    fixture.store.commit(savepoint);
    assert!(fixture.store.journal.is_empty());
}

#[test]
fn a_call_that_panicked_is_taken_back() {
    let mut fixture = Fixture::new();
    let kept = fixture.insert("a@x");
    let outer = fixture.store.begin();
    let inner = fixture.store.begin();
    fixture.rename(kept, "b@x");
    drop((outer, inner));
    fixture.store.recover();
    assert_eq!(fixture.with_email("a@x"), [kept]);
    assert_eq!((fixture.store.depth, fixture.store.journal.len()), (0, 0));
}

#[test]
fn ids_are_not_given_twice() {
    let mut fixture = Fixture::new();
    let savepoint = fixture.store.begin();
    let row = fixture.insert("a@x");
    let id = fixture.store.table(fixture.contact).row(row).id;
    fixture.store.rollback(savepoint);
    let row = fixture.insert("a@x");
    assert_ne!(fixture.store.table(fixture.contact).row(row).id, id);
    assert_eq!(fixture.store.locate(id), None);
    assert_eq!(fixture.store.recent().count(), 1);
}

/// Each value that a row has, as the table has it in JSON.
fn texts(fixture: &Fixture) -> Vec<Vec<String>> {
    let table = fixture.store.table(fixture.contact);
    let row = |(_, row): (RowIx, &Row)| {
        let fields = [fixture.account, fixture.email];
        let places = fields.iter().filter_map(|field| row.place(*field));
        places
            .map(|place| table.texts().at(row, place).to_owned())
            .collect()
    };
    table.rows().map(row).collect()
}

#[test]
fn the_texts_of_a_row_are_those_of_its_values() {
    let account = r#""001000000000001AAA""#;
    let mut fixture = Fixture::new();
    let (first, second) = (fixture.insert("a@x"), fixture.insert("b\"@x"));
    let before = [[account, r#""a@x""#], [account, r#""b\"@x""#]];
    assert_eq!(texts(&fixture), before);
    let savepoint = fixture.store.begin();
    fixture.rename(first, "changed");
    fixture.rename(second, "");
    fixture.insert("new");
    assert_eq!(
        texts(&fixture),
        [
            vec![account, r#""changed""#],
            vec![account],
            vec![account, r#""new""#]
        ]
    );
    fixture.store.rollback(savepoint);
    assert_eq!(texts(&fixture), before);
}

#[test]
fn texts_of_rows_that_are_no_more_are_cleaned_up() {
    let mut fixture = Fixture::new();
    let (first, second) = (fixture.insert("a@x"), fixture.insert("b@x"));
    let savepoint = fixture.store.begin();
    let long = "x".repeat(1 << 16);
    for number in 0..64 {
        fixture.rename(first, &format!("{number}{long}"));
    }
    let held = fixture.store.table(fixture.contact).texts().len();
    assert!(held < 48 << 16, "{held} bytes of one long text");
    fixture.rename(first, "c@x");
    let of = |email: &str| vec![r#""001000000000001AAA""#.to_owned(), format!("{email:?}")];
    assert_eq!(texts(&fixture), [of("c@x"), of("b@x")]);
    fixture.rename(second, "d@x");
    fixture.store.rollback(savepoint);
    assert_eq!(texts(&fixture), [of("a@x"), of("b@x")]);
}
