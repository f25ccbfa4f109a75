use std::fs;

use sf_schema::schema::{Controller, Field, FieldFlags, FieldType, Picklist, PicklistValue};
use sf_schema::{Name, Object, Schema};

use super::{Dictionary, Use, Uses};
use crate::orgs::{Mode, Org, merge};

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=\"a\">'&\u{202e}";

fn field(api: &str) -> Field {
    Field {
        name: Name::new(api, ""),
        label: HOSTILE.to_owned(),
        help: Some(HOSTILE.to_owned()),
        formula: Some(HOSTILE.to_owned()),
        ..Field::default()
    }
}

fn hostile() -> Schema {
    let picklist = Picklist {
        values: vec![PicklistValue {
            name: Name::new(HOSTILE, ""),
            label: HOSTILE.to_owned(),
            ..PicklistValue::default()
        }],
        controller: Some(Controller::Picklist(HOSTILE.to_owned())),
        ..Picklist::default()
    };
    let object = |api: &str| Object {
        name: Name::new(api, ""),
        label: HOSTILE.to_owned(),
        missing_in: vec![HOSTILE.to_owned()],
        fields: vec![
            Field {
                missing_in: vec![HOSTILE.to_owned()],
                ..field(HOSTILE)
            },
            Field {
                data: FieldType::Picklist,
                picklist: Some(picklist.clone()),
                ..field("../Kind")
            },
        ],
        ..Object::default()
    };
    Schema::new([object("../evil"), object(HOSTILE), object("index")]).expect("no duplicates")
}

#[test]
fn no_text_of_the_org_becomes_markup() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut uses = Uses::default();
    let place = Use {
        file: HOSTILE.into(),
        line: 1,
        column: 2,
    };
    uses.add("../evil", "../kind", place);
    Dictionary::of(&hostile(), &uses).write(&out).unwrap();
    let mut pages = 0;
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let is_ours = ["search.js", "style.css"]
            .iter()
            .any(|own| path.ends_with(own));
        if is_ours {
            continue;
        }
        pages += 1;
        for tag in ["<script>", "</script><script>", "<img", "\u{202e}"] {
            // In the script of entries it is a string, and has no tag.
            let is_text = path.ends_with("entries.js") && tag == "\u{202e}";
            assert!(is_text || !text.contains(tag), "{tag} in {path:?}");
        }
    }
    assert_eq!(pages, 5, "the index, three objects, and the entries");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_page_says_who_writes_and_who_uses_a_field() {
    let writable = FieldFlags::CREATEABLE | FieldFlags::UPDATEABLE;
    let object = Object {
        name: Name::new("Invoice__c", "Invoice__c"),
        label: "Invoice".to_owned(),
        fields: vec![
            Field {
                name: Name::new("Amount__c", "amount__c"),
                data: FieldType::Currency,
                precision: 18,
                scale: 2,
                flags: writable,
                ..Field::default()
            },
            Field {
                name: Name::new("Total__c", "total__c"),
                formula: Some("Amount__c < 2".to_owned()),
                flags: FieldFlags::CALCULATED | FieldFlags::CUSTOM,
                ..Field::default()
            },
        ],
        ..Object::default()
    };
    let schema = Schema::new([object]).expect("no duplicates");
    let mut uses = Uses::default();
    for line in [7, 3, 7] {
        let place = Use {
            file: "src/main.rs".into(),
            line,
            column: 9,
        };
        uses.add("invoice__C", "AMOUNT__C", place);
    }
    let folder = tempfile::tempdir().unwrap();
    Dictionary::of(&schema, &uses).write(folder.path()).unwrap();
    let page = fs::read_to_string(folder.path().join("invoice__c.sobject.html")).unwrap();
    for part in [
        "<td>currency(18, 2)</td><td><strong>required</strong></td><td>yes</td>",
        "used in 2 places</summary><ul>\n<li><code>src/main.rs:3:9</code></li>\n<li><code>src/main.rs:7:9",
        "<span class=\"no\">no: read-only: a formula</span>",
        "Formula <code>Amount__c &lt; 2</code>",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
}

#[test]
fn pages_name_the_orgs_that_lack_an_object_or_a_field() {
    let org = |name: &str, objects: Vec<Object>| Org {
        name: name.to_owned(),
        objects,
    };
    let object = |api: &str, fields: &[&str]| Object {
        name: Name::new(api, ""),
        fields: fields
            .iter()
            .map(|api| Field {
                name: Name::new(*api, ""),
                ..Field::default()
            })
            .collect(),
        ..Object::default()
    };
    let orgs = [
        org("production", vec![object("A", &["Name", "Old__c"])]),
        org("test & co", vec![object("A", &["Name"])]),
        org(
            "customer",
            vec![object("A", &["Name"]), object("B", &["Name"])],
        ),
    ];
    let pages = |mode| -> [String; 3] {
        let schema = Schema::new(merge(&orgs, mode).unwrap()).expect("no duplicates");
        let folder = tempfile::tempdir().unwrap();
        Dictionary::of(&schema, &Uses::default())
            .write(folder.path())
            .unwrap();
        let page = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        ["index.html", "a.sobject.html", "b.sobject.html"].map(page)
    };
    let [index, a, b] = &pages(Mode::Union);
    let row = |page: &str, start: &str| -> String {
        let rest = page.split_once(start).expect("a row").1;
        rest.split_once("</tr>").expect("its end").0.to_owned()
    };
    let old = row(a, "<tr id=\"Old__c\">");
    assert!(
        old.contains("absent in some org, <strong>missing in test &amp; co, customer</strong>"),
        "{old}"
    );
    assert_eq!(a.matches("missing in").count(), 1, "{a}");
    let lead = b.split_once("<p class=\"lead\">").expect("a lead").1;
    let lead = lead.split_once("</p>").expect("its end").0;
    assert!(
        lead.ends_with("<strong>missing in production, test &amp; co</strong>"),
        "{lead}"
    );
    let only = row(index, ">B</a>");
    assert!(
        only.starts_with(" <small>missing in production, test &amp; co</small></td>"),
        "{only}"
    );
    assert_eq!(index.matches("missing in").count(), 1, "{index}");
    // What every org has is marked nowhere.
    let common = pages(Mode::Intersection).concat();
    assert!(common.contains("id=\"Name\"") && !common.contains("missing in"));
}

#[test]
fn a_second_run_writes_nothing_and_removes_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let object = |api: &str| Object {
        name: Name::new(api, ""),
        ..Object::default()
    };
    let both = Schema::new([object("A"), object("B")]).expect("no duplicates");
    let one = Schema::new([object("A")]).expect("no duplicates");
    let write = |schema| Dictionary::of(schema, &Uses::default()).write(folder.path());
    assert_eq!(write(&both).unwrap().written.len(), 6);
    assert!(write(&both).unwrap().is_empty());
    fs::write(folder.path().join("mine.html"), "<p>mine</p>").unwrap();
    let changes = write(&one).unwrap();
    assert_eq!(changes.removed, [folder.path().join("b.sobject.html")]);
    assert!(folder.path().join("mine.html").exists());
    fs::write(folder.path().join("a.sobject.html"), "<p>mine</p>").unwrap();
    let error = write(&both).unwrap_err().to_string();
    assert!(error.contains("not a generated one"), "{error}");
}
