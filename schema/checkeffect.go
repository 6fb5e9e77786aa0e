package schema

import (
	"slices"

	"github.com/chandler-dev/chandler/schema/manual"
)

// checkEffect warns of keys outside of the properties that are known, but nothing reads in this version of the schema.
func (r *reader) checkEffect(s *Schema) {
	x := s.document.get("x-google-marketplace")
	if s.SchemaVersion == "v2" {
		for _, key := range []string{"applicationApiVersion", "application_api_version"} {
			r.noEffect(s.document, key, key+" has no effect here in schema v2", "remove it: the one in x-google-marketplace counts")
		}
		return
	}
	for _, key := range onlyInV2 {
		r.noEffect(x, key, "x-google-marketplace."+key+" has no effect in schema v1", "set x-google-marketplace.schemaVersion to v2, or remove it")
	}
}

var onlyInV2 = []string{
	"applicationApiVersion", "publishedVersion", "publishedVersionMetadata", "images", "deployerServiceAccount", "managedUpdates",
}

// noEffect warns of a key, if the map has it.
func (r *reader) noEffect(n *node, key, message, hint string) {
	if n != nil && n.has(key) {
		r.warn(n.keyAt(key), CodeNoEffect, message, hint)
	}
}

// checkPropertyEffect warns of the keys of a property that its extended type leaves without effect.
func (r *reader) checkPropertyEffect(s *Schema, p *Property) {
	if p.X == "" || p.definition == nil {
		return
	}
	name := shorten(p.Name)
	x := p.definition.get("x-google-marketplace")
	for _, k := range manual.Children(extensionPlace) {
		if key := k.Name(); key != "type" && key != detailsOf[p.X] {
			r.noEffect(x, key, key+" has no effect on property "+name+", whose type is "+string(p.X), "remove it, or change the type")
		}
	}
	r.checkGenerated(x.get(detailsOf[p.X]), name)
	if r.checkUnusedDefault(s, p, name); !made(p.X) {
		return
	}
	for _, key := range []string{"enum", "minimum", "maximum", "minLength", "maxLength", "pattern"} {
		r.noEffect(p.definition, key, key+" has no effect on property "+name+": a value of type "+string(p.X)+" is made for it", "remove it")
	}
}

// detailsOf says where an extended type has its details.
var detailsOf = map[XType]string{
	ApplicationUID: "applicationUid", ImageType: "image", GeneratedPassword: "generatedPassword", ServiceAccountType: "serviceAccount",
	StorageClassType: "storageClass", StringType: "string", ReportingSecret: "reportingSecret", TLSCertificate: "tlsCertificate",
}

// checkGenerated warns of generatedProperties that name none.
func (r *reader) checkGenerated(details *node, name string) {
	if details != nil && !details.get("generatedProperties").truthy() {
		r.noEffect(details, "generatedProperties", "generatedProperties of property "+name+" has no effect: it names no property", "name one, or remove it")
	}
}

// checkUnusedDefault warns of a default that gives way to a value which is made in any case.
func (r *reader) checkUnusedDefault(s *Schema, p *Property, name string) {
	always := []XType{GeneratedPassword, TLSCertificate, ApplicationUID, IstioEnabled, IngressAvailable}
	if p.HasDefault && (slices.Contains(always, p.X) || p.X == DeployerImage && s.SchemaVersion == "v2") {
		r.noEffect(p.definition, "default", "the default of property "+name+" has no effect: a value of type "+string(p.X)+" is made for it", "remove it")
	}
}
