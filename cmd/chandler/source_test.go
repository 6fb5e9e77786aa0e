package main

import "testing"

func TestAnAppWithoutANameIsCalledAsItsPackage(t *testing.T) {
	for want, p := range map[string]*packageArg{
		"nginx":  {prefix: "chandler.local/nginx"},
		"shop":   {ref: "registry.example.com:5000/acme/shop/deployer:1.2.0"},
		"my-app": {prefix: "chandler.local/My.App"},
	} {
		if got := p.appName(); got != want {
			t.Errorf("%+v is called %q, want %q", p, got, want)
		}
	}
}

func TestAnImageOfARegistryRunsByItsDigest(t *testing.T) {
	const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for _, reference := range []string{"localhost:5000/acme/app/deployer:1.2.0", "localhost:5000/acme/app/deployer@" + digest} {
		got, err := byDigest(reference, digest)
		if want := "localhost:5000/acme/app/deployer@" + digest; err != nil || got != want {
			t.Errorf("%s runs as %q (%v), want %q", reference, got, err, want)
		}
	}
}
