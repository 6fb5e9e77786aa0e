package provision

import "github.com/chandler-dev/chandler/schema"

// generate gives a property the value that a marketplace makes for its extended type, if it makes one.
func (b *builder) generate(p *schema.Property) error {
	switch p.X {
	case schema.ServiceAccountType:
		b.given[p.Name] = b.propertyAccount(p)
	case schema.StorageClassType:
		class, err := b.storageClass(p)
		if err != nil {
			return err
		}
		b.given[p.Name] = class
	case schema.IstioEnabled:
		b.given[p.Name] = false
	case schema.IngressAvailable:
		b.given[p.Name] = true
	case schema.GeneratedPassword, schema.TLSCertificate:
		value, err := schema.Generate(p, b.Environment)
		if err != nil {
			return err
		}
		b.given[p.Name] = value
	case schema.ReportingSecret:
		if b.Mode == Verify {
			b.given[p.Name] = b.reportingSecret()
		}
	}
	return nil
}

// complete checks that the deployer will have all it needs: it lays the test schema over the package's as the deployer
// does, looks for required parameters without a value, and resolves the rest to have every other fault found now.
func (b *builder) complete() error {
	s := b.Schema
	if b.Mode == Verify {
		overlaid, err := schema.Overlay(b.Schema, b.TestSchema)
		if err != nil {
			return err
		}
		s = overlaid
	}
	if missing := missing(s, b.given); len(missing) > 0 {
		return Missing(missing)
	}
	environment := b.Environment
	environment.SkipNameRules = b.Mode == Verify
	_, err := schema.Resolve(s, b.given, environment)
	return err
}

// missing are the required properties without value, default or generator.
func missing(s *schema.Schema, given map[string]any) []*schema.Property {
	var out []*schema.Property
	for _, p := range s.Properties {
		if !p.Required || p.HasDefault || given[p.Name] != nil || resolvesItself(s, p) {
			continue
		}
		out = append(out, p)
	}
	return out
}

// resolvesItself says whether the deployer makes a value for the property where none is given.
func resolvesItself(s *schema.Schema, p *schema.Property) bool {
	switch p.X {
	case schema.ApplicationUID, schema.IstioEnabled, schema.IngressAvailable, schema.GeneratedPassword, schema.TLSCertificate:
		return true
	case schema.DeployerImage:
		return s.SchemaVersion == "v2"
	}
	return false
}

// reportingSecret adds the fake usage reporting secret of a verification and returns its name.
func (b *builder) reportingSecret() string {
	const fake = "Y2hhbmRsZXItdmVyaWZpY2F0aW9u" // base64, as the reporting key of a real one is
	name := schema.DNS1123Name(b.Name + "-reporting-secret")
	secret := object("v1", "Secret", b.Namespace, name)
	secret.Object["type"] = "Opaque"
	secret.Object["stringData"] = map[string]any{
		"consumer-id": "project:chandler-verification", "entitlement-id": "chandler-verification", "reporting-key": fake,
	}
	provisioned(secret, "")
	b.add(secret)
	return name
}
