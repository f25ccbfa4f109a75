use sf_runtime::soql;

fn main() {
    let _ = soql!(
        deny(like-without-wildcard),
        "SELECT Id FROM Account WHERE Name LIKE 'Acme'"
    );
    let _ = soql!(
        allow(like-without-wildcard),
        "SELECT Id FROM Account WHERE Name LIKE 'Acme'"
    );
    let _ = soql!(deny(like-without-wildcart), "SELECT Id FROM Account");
}
//~ the pattern has no wildcard: LIKE is = here
//~ no lint `like-without-wildcart`: did you mean `like-without-wildcard`?
