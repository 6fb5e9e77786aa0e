package schema

import "strings"

// jsonTypeOf gives the JSON type that an extended type asks for, and "" for an extended type that is not known.
func jsonTypeOf(x XType) Type {
	switch x {
	case IstioEnabled, IngressAvailable:
		return TypeBoolean
	case Name, Namespace, DeployerImage, MaskedField, ApplicationUID, ImageType, GeneratedPassword, ServiceAccountType,
		StorageClassType, StringType, ReportingSecret, TLSCertificate:
		return TypeString
	}
	return ""
}

// made says whether a marketplace, or Chandler in its place, makes the values of a type, so that they are nobody's own.
func made(x XType) bool {
	switch x {
	case DeployerImage, IstioEnabled, IngressAvailable, ApplicationUID, GeneratedPassword, ServiceAccountType, StorageClassType,
		ReportingSecret, TLSCertificate:
		return true
	}
	return false
}

// extensionPlace is where the manual has the keys of a property's x-google-marketplace.
const extensionPlace = propertyPlace + ".x-google-marketplace"

// extendedType reads the x-google-marketplace of a property.
func (r *reader) extendedType(p *Property, x *node, path string) {
	if x == nil {
		return
	}
	path += ".x-google-marketplace"
	t := x.get("type")
	if !t.truthy() {
		r.fault(x.position, CodeXType, "property "+shorten(p.Name)+" has x-google-marketplace without a type", "")
		return
	}
	name, _ := t.scalar.(string)
	p.X = XType(name)
	want := jsonTypeOf(p.X)
	if want == "" {
		r.fault(t.position, CodeXType, "property "+shorten(p.Name)+" has an unknown x-google-marketplace.type: "+t.describe(), "")
		return
	}
	if p.Type != "" && p.Type != want {
		r.fault(t.position, CodeXTypeOfType, name+" must be of type "+string(want)+", but property "+shorten(p.Name)+" is of type "+string(p.Type), "")
	}
	r.known(x, path, extensionPlace)
	r.details(p, x, path)
}

func (r *reader) details(p *Property, x *node, path string) {
	switch p.X {
	case GeneratedPassword:
		p.GeneratedPassword = r.passwordRules(x, path+".generatedPassword")
	case ServiceAccountType:
		n := r.mapAt(x, "serviceAccount", path+".serviceAccount")
		p.ServiceAccount = r.serviceAccount(n, position{p.Line, p.Column}, path+".serviceAccount")
	case StorageClassType:
		p.StorageClass = r.storageClass(p, x, path+".storageClass")
	case ApplicationUID:
		g := r.generated(x, "applicationUid", path)
		p.ApplicationUID = &UIDProperties{CreateApplicationBoolean: r.textAt(g, "createApplicationBoolean", path+".createApplicationBoolean")}
	case ImageType:
		p.Image = r.imageSplit(p, x, path)
	case TLSCertificate:
		p.TLSCertificate = r.certificate(x, path)
	case StringType:
		g := r.generated(x, "string", path)
		p.String = &StringProperties{Base64Encoded: r.textAt(g, "base64Encoded", path+".base64Encoded")}
	}
}

// generated gives x.<key>.generatedProperties, which every type that derives values has.
func (r *reader) generated(x *node, key, path string) *node {
	details := r.mapAt(x, key, path+"."+key)
	r.known(details, path+"."+key, extensionPlace+"."+key)
	g := r.mapAt(details, "generatedProperties", path+"."+key+".generatedProperties")
	r.known(g, path+"."+key+".generatedProperties", extensionPlace+"."+key+".generatedProperties")
	return g
}

func (r *reader) passwordRules(x *node, path string) *PasswordRules {
	n := r.mapAt(x, "generatedPassword", path)
	r.known(n, path, extensionPlace+".generatedPassword")
	return &PasswordRules{
		Length:         r.intAt(n, "length", path+".length", defaultPasswordLength),
		IncludeSymbols: r.boolAt(n, "includeSymbols", path+".includeSymbols", false),
		Base64:         r.boolAt(n, "base64", path+".base64", true),
	}
}

func (r *reader) certificate(x *node, path string) *CertificateProperties {
	g := r.generated(x, "tlsCertificate", path)
	path += ".tlsCertificate"
	c := &CertificateProperties{
		KeyAlgorithm:             RSA,
		Base64EncodedPrivateKey:  r.textAt(g, "base64EncodedPrivateKey", path+".generatedProperties.base64EncodedPrivateKey"),
		Base64EncodedCertificate: r.textAt(g, "base64EncodedCertificate", path+".generatedProperties.base64EncodedCertificate"),
	}
	if v := x.get("tlsCertificate").get("privateKeyAlgorithm"); v != nil {
		text, _ := v.scalar.(string)
		if c.KeyAlgorithm = KeyAlgorithm(text); c.KeyAlgorithm != RSA && c.KeyAlgorithm != ECDSA {
			r.fault(v.position, CodeShape, path+".privateKeyAlgorithm must be RSA or ECDSA, but is "+v.describe(), "")
		}
	}
	return c
}

func (r *reader) storageClass(p *Property, x *node, path string) *StorageClass {
	n := r.mapAt(x, "storageClass", path)
	r.known(n, path, extensionPlace+".storageClass")
	class := &StorageClass{Type: r.wordsAt(n, "type", path+".type")}
	if class.Type == "" {
		r.fault(position{p.Line, p.Column}, CodeMissingKey, "property "+shorten(p.Name)+" has no storageClass.type", "add storageClass: {type: SSD}")
	}
	return class
}

func (r *reader) imageSplit(p *Property, x *node, path string) *ImageSplit {
	g := r.generated(x, "image", path)
	path += ".image.generatedProperties"
	split := &ImageSplit{}
	if n := r.mapAt(g, "splitByColon", path+".splitByColon"); n != nil {
		split.ByColon = &SplitByColon{
			Before: r.splitTarget(n, "before", "splitByColon"),
			After:  r.splitTarget(n, "after", "splitByColon"),
		}
	}
	if n := r.mapAt(g, "splitToRegistryRepoTag", path+".splitToRegistryRepoTag"); n != nil {
		split.ToRegistryTag = &SplitToRegistryRepoTag{
			Registry: r.splitTarget(n, "registry", "splitToRegistryRepoTag"),
			Repo:     r.splitTarget(n, "repo", "splitToRegistryRepoTag"),
			Tag:      r.splitTarget(n, "tag", "splitToRegistryRepoTag"),
		}
	}
	r.imageDefault(p)
	return split
}

func (r *reader) splitTarget(n *node, key, within string) string {
	v := r.textAt(n, key, within+"."+key)
	if v == "" {
		r.fault(n.position, CodeMissingKey, `"`+key+`" is required within `+within, "give it the name of the property that the part goes to")
	}
	return v
}

// imageDefault holds the default of an IMAGE to a full reference. The reference takes images of gcr.io only; any
// registry will do here.
func (r *reader) imageDefault(p *Property) {
	at := p.definition.keyAt("default")
	text, _ := p.Default.(string)
	registry, _, slash := strings.Cut(text, "/")
	_, tag := cutTag(text)
	switch {
	case text == "":
		r.fault(at, CodeImageDefault, "property "+shorten(p.Name)+" of type IMAGE must have a default", "set default to the full reference of the image")
	case !slash || !isRegistry(registry):
		r.fault(at, CodeImageDefault, "the default of "+shorten(p.Name)+" does not begin with a registry: "+shorten(text), "write it as registry/repository:tag")
	case tag == "":
		r.fault(at, CodeImageDefault, "the default of "+shorten(p.Name)+" has neither tag nor digest: "+shorten(text), "write it as registry/repository:tag")
	}
}

// isRegistry tells the host of a registry from the first part of a repository as container tools do.
func isRegistry(host string) bool {
	return (strings.ContainsAny(host, ".:") || host == "localhost") && !strings.ContainsAny(host, "$ ")
}
