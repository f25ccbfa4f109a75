use sf_runtime::soql;

fn main() {
    let _ = soql!("SELECT Id FROM Account WHERE Interests__c LIKE 'Golf%'");
}
//~ `Interests__c` is a multi-select picklist and does not take LIKE
//~ use INCLUDES (...) or EXCLUDES (...)
