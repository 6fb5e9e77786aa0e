package form

import "github.com/chandler-dev/chandler/schema"

// injected says of a property that its value is never a customer's: the marketplace or the deployer knows it.
func injected(p *schema.Property) bool {
	switch p.X {
	case schema.DeployerImage, schema.ApplicationUID, schema.IstioEnabled, schema.IngressAvailable, schema.ImageType:
		return true
	}
	return false
}

// hidden says of a property that a value is made for it where none is given. The form keeps a place for the value, so
// that an upgrade can carry it on, but nobody is asked for it.
func hidden(p *schema.Property) bool {
	switch p.X {
	case schema.GeneratedPassword, schema.TLSCertificate, schema.ReportingSecret:
		return true
	}
	return false
}

// chosen says of a property that it names something in the cluster, which is made anew where the customer chooses none.
func chosen(p *schema.Property) bool {
	return p.X == schema.ServiceAccountType || p.X == schema.StorageClassType
}

// mustBeEntered says whether the form insists on a value.
func mustBeEntered(p *schema.Property) bool {
	switch {
	case p.X == schema.Name || p.X == schema.Namespace:
		return true
	case hidden(p) || chosen(p):
		return false
	}
	return p.Required
}

// derivedNames gives the names of the values that are made of other values. Declaring one as a property is allowed as
// long as it has no value.
func derivedNames(s *schema.Schema) map[string]bool {
	names := map[string]bool{}
	for _, image := range s.Images {
		for _, p := range image.Properties {
			names[p.Name] = true
		}
	}
	for _, p := range s.Properties {
		for _, name := range derivedBy(p) {
			names[name] = true
		}
	}
	return names
}

func derivedBy(p *schema.Property) []string {
	var names []string
	if d := p.ApplicationUID; d != nil {
		names = append(names, d.CreateApplicationBoolean)
	}
	if d := p.String; d != nil {
		names = append(names, d.Base64Encoded)
	}
	if d := p.TLSCertificate; d != nil {
		names = append(names, d.Base64EncodedCertificate, d.Base64EncodedPrivateKey)
	}
	if d := p.Image; d != nil && d.ByColon != nil {
		names = append(names, d.ByColon.Before, d.ByColon.After)
	}
	if d := p.Image; d != nil && d.ToRegistryTag != nil {
		names = append(names, d.ToRegistryTag.Registry, d.ToRegistryTag.Repo, d.ToRegistryTag.Tag)
	}
	return names
}
