//! The bytes. When one of these tests fails, the format has changed: raise `VERSION`, then the
//! expectation.

use super::super::{Entry, VERSION, read_list, read_object, write_list, write_object};
use super::invoice;
use crate::schema::{FieldFlags, ObjectFlags};

const OBJECT: &str = "\
sf-schema-index 5 object
o\tInvoice__c\tInvoice__c\tinvoice__c\tcqC\ta01\tInvoice\tInvoices\tsandbox\t\\e
f\tAccount__c\taccount__c\tAccount__c\treference\tcn\tAccount\t18
r\tAccount__r\taccount__r\t0\tExt__c\tAccount__cId\tAccount\tLead
f\tHologram__c\thologram__c\tHologram__c\t?hologram\t\t\t\t\t\t\t\\e\t\t\tAddress\tpersonname
f\tStatus__c\tstatus__c\tStatus__c\tpicklist\tD\tStatus\t255\t\t\t\t\t\t\"Open\"
p\tStatus__c\tc\tPaid__c
v\tA/B\tAB\tad\tA or B\t0,7,65535
v\told
f\tTotal__c\ttotal__c\tTotal__c\tcurrency\tk\tTotal\t\t18\t2\t\t\tIF(\\tPaid__c,\\r\\n  \"\\\\\",\\n  1)
c\tTask\tWhatId
c\tLine__c\tInvoice__c\tcrX\tLines__r\tlines__r
t\tMain\tMain\tMain\\u{2028}type\t012000000000000AAA\tam
s\tmine\tMy invoices
end
";

const LIST: &str = "\
sf-schema-index 5 list
e\tAccount
e\tInvoice__c\tInvoice__c\tinvoice__c\tcqC\ta01\tinvoice__c.sobject
x	asset
x	User
end
";

#[test]
fn an_object() {
    assert_eq!(VERSION, 5);
    assert_eq!(write_object(&invoice()), OBJECT);
    assert_eq!(read_object(OBJECT), Ok(invoice()));
}

#[test]
fn a_list() {
    let account = Entry {
        api: "Account".to_owned(),
        ..Entry::default()
    };
    let invoice = Entry::from(&invoice());
    assert_eq!(
        write_list(&[invoice.clone(), account.clone()], ["User", "asset"]),
        LIST
    );
    assert_eq!(
        write_list(&[account, invoice.clone()], ["asset", "User"]),
        LIST
    );
    let list = read_list(LIST).expect("a list");
    assert_eq!(list.entries().len(), 2);
    assert_eq!(list.entry("invoice__C"), Some(&invoice));
    assert_eq!(list.outside(), ["asset", "User"]);
    assert!(list.is_outside("ASSET") && !list.is_outside("Account"));
}

#[test]
fn the_letters_of_flags() {
    let letters: String = ObjectFlags::LETTERS.iter().map(|(_, c)| c).collect();
    assert_eq!(letters, "cudnqrspmtlfyCSX");
    let letters: String = FieldFlags::LETTERS.iter().map(|(_, c)| c).collect();
    assert_eq!(letters, "cundfsgakACEiUSNpPrDhemXlwqLFO");
}
