//! One connection for one call after the other: an org's TLS handshake costs more than most calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::rest::Get;
use sf_runtime::{Call, Client, Query};
use sf_tests::bindings::Account;
use tokio::net::{TcpListener, TcpStream};

use crate::faults::create;
use crate::site::{Site, client, site};

/// A way to an org that counts the connections which come by it.
struct Door {
    sf: Client,
    connections: Arc<AtomicUsize>,
}

impl Door {
    async fn to(site: &Site) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let org = site.org.url().strip_prefix("http://").unwrap().to_owned();
        tokio::spawn(async move {
            while let Ok((mut inside, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let org = org.clone();
                tokio::spawn(async move {
                    let mut outside = TcpStream::connect(org).await.unwrap();
                    // Either side may end it.
                    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
                });
            }
        });
        Self {
            sf: client(site.org.access_token(), &url),
            connections,
        }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_thousand_calls_use_one_connection() {
    let site = site().await;
    let door = Door::to(&site).await;
    let sf = &door.sf;
    let later = "2030-01-01T00:00:00Z".parse().unwrap();
    for number in 0..125 {
        // Bodies and none, small and large, and refusals: each leaves the connection as it was.
        let id = create(&format!("Account {number}")).send(sf).await.unwrap();
        Account::update(id).fax("1").send(sf).await.unwrap();
        sf.get(id).await.unwrap();
        let get = Get::new(id).if_modified_since(later);
        assert!(!sf.call(&get).await.unwrap().is_modified());
        let query = Query::<Account>::new("SELECT Id, Name, Fax FROM Account");
        assert_eq!(query.fetch_all(sf).await.unwrap().len(), number + 1);
        sf.raw().get::<()>("sobjects/Acount").await.unwrap_err();
        let refused = json!({"Nmae": "Acme"});
        let post = sf.raw().post::<()>("sobjects/Account", &refused);
        post.await.unwrap_err();
        sf.limits().await.unwrap();
    }
    assert_eq!(site.org.calls().total, 1_000);
    assert_eq!(door.connections(), 1);
}

/// What was cut is not used again, and the one that comes instead is.
#[tokio::test]
async fn a_connection_that_was_cut_is_replaced_once() {
    let site = site().await;
    let door = Door::to(&site).await;
    let id = site.insert::<Account>(json!({"Name": "Acme"}));
    for kind in [FaultKind::CutBefore, FaultKind::EndedEarly] {
        let before = door.connections();
        for _ in 0..5 {
            door.sf.get(id).await.unwrap();
        }
        site.org.faults().add(Fault::new(kind));
        for _ in 0..5 {
            door.sf.get(id).await.unwrap();
        }
        assert_eq!(door.connections(), before.max(1) + 1);
    }
}
