// Package provision makes what stands around a deployer, as a marketplace makes it: the namespace of a verification,
// the placeholder Application, ServiceAccounts and roles, the configuration and the deployer's Job.
//
// Everything is a pure function of its Input; nothing here talks to a cluster.
package provision

import (
	"fmt"
	"maps"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// Mode is what the deployer is run for.
type Mode string

// The modes, named by the program in the image that the Job runs.
const (
	Install Mode = "/bin/deploy.sh"
	Verify  Mode = "/bin/deploy_with_tests.sh"
)

// Input is all that provisioning depends on.
type Input struct {
	// Schema is that of the package, TestSchema that of its tests, nil if it has none.
	Schema, TestSchema *schema.Schema
	Name, Namespace    string
	Mode               Mode
	Given              map[string]any // parameters, without name and namespace
	// StorageClass is the cluster's default StorageClass; empty if it has none.
	StorageClass string
	// StorageClassProvisioner, if there is one, provisions StorageClasses of the app's own in place of the default one.
	StorageClassProvisioner string
	// Environment is where generated values take their randomness and time from.
	Environment schema.Environment
	Deployer    Deployer
	// Revision, if it is not 0, is part of the names of Job and configuration, so that those of several revisions of an
	// app stand side by side; Instance, if there is one, is what the Application is labelled with.
	Revision int
	Instance string
}

// Deployer says how the deployer's Job runs.
type Deployer struct {
	// Image is the full reference of the deployer image.
	Image string
	// ImagePrefix is where the app's images are, if that is not beside the deployer's: for one that was copied elsewhere.
	ImagePrefix string
	// AlwaysPull is for references whose tag may have moved since the node pulled it.
	AlwaysPull bool
	// Confined takes all capabilities away: for images made by Chandler. A foreign one may install packages as root.
	Confined bool
	// Recreate lets the deployer make anew what changes in a field that cannot be changed.
	Recreate bool
	// WaitTimeout and TestTimeout are WAIT_FOR_READY_TIMEOUT and TESTER_TIMEOUT, in whole seconds; zero leaves the image's own.
	WaitTimeout, TestTimeout time.Duration
	// Hold is CHANDLER_HOLD, how long the app must stay ready; nil leaves the image's own.
	Hold *time.Duration
	// Deadline is after how long the cluster ends the Job, in whole seconds; zero leaves it run.
	Deadline time.Duration
	// PullConfig is the content of the Secret that the image is pulled with (.dockerconfigjson); empty if none is needed.
	PullConfig []byte
}

// Set is what has to stand on the cluster, in the order in which it is created: Application and DeployerAccount first,
// as the others are owned by them, the Job last.
type Set struct {
	Application, DeployerAccount, Job *unstructured.Unstructured
	// Objects are the others: accounts, roles and bindings, Secrets.
	Objects []*unstructured.Unstructured
	// Values are the parameters as the deployer gets them.
	Values map[string]any
}

// Make makes the set. A parameter that has to be given and is not ends in Missing, other faults of values in schema.Problems.
func Make(in Input) (*Set, error) {
	b := &builder{Input: in}
	if err := b.values(); err != nil {
		return nil, err
	}
	b.account = b.deployerAccount()
	b.deployerRoles()
	config, err := b.config()
	if err != nil {
		return nil, err
	}
	b.add(config)
	if len(b.Deployer.PullConfig) > 0 {
		b.add(b.pullSecret())
	}
	for _, o := range b.objects {
		b.label(o)
	}
	set := &Set{Application: b.application(), DeployerAccount: b.label(b.account), Job: b.label(b.job()), Objects: b.objects, Values: b.given}
	return set, nil
}

// All gives every object of the set, in the order in which they are created.
func (s *Set) All() []*unstructured.Unstructured {
	all := []*unstructured.Unstructured{s.Application, s.DeployerAccount}
	return append(append(all, s.Objects...), s.Job)
}

// builder gathers a Set.
type builder struct {
	Input
	given   map[string]any
	account *unstructured.Unstructured
	objects []*unstructured.Unstructured
}

func (b *builder) add(objects ...*unstructured.Unstructured) {
	b.objects = append(b.objects, objects...)
}

// deployerName is the name of something that belongs to the deployer: Job, account, configuration.
func (b *builder) deployerName(suffix string) string { return b.Name + "-deployer" + suffix }

// JobName is the name of the deployer's Job for a revision of an app, or for revision 0, that of one that has none.
func JobName(app string, revision int) string {
	if revision == 0 {
		return app + "-deployer"
	}
	return fmt.Sprintf("%s-deployer-r%d", app, revision)
}

// ConfigName is the name of the Secret with the parameters for that Job.
func ConfigName(app string, revision int) string { return JobName(app, revision) + "-config" }

// accountName is the deployer's ServiceAccount; testers rely on it.
func (b *builder) accountName() string { return schema.DNS1123Name(b.deployerName("-sa")) }

// pullName is the name of the Secret that the deployer's image is pulled with.
func (b *builder) pullName() string { return JobName(b.Name, b.Revision) + "-pull" }

// values are what was given, name, namespace and image, and what a marketplace generates; the objects that generated
// values name are added on the way.
func (b *builder) values() error {
	b.given = maps.Clone(b.Given)
	if b.given == nil {
		b.given = map[string]any{}
	}
	if err := b.identity(); err != nil {
		return err
	}
	for _, p := range b.Schema.Properties {
		if _, given := b.given[p.Name]; given {
			continue
		}
		if err := b.generate(p); err != nil {
			return fmt.Errorf("parameter %s (%s:%d): %w", p.Name, p.File, p.Line, err)
		}
	}
	return b.complete()
}

// identity sets what says which app this is, and from where.
func (b *builder) identity() error {
	for x, value := range map[schema.XType]string{schema.Name: b.Name, schema.Namespace: b.Namespace} {
		p, err := b.Schema.Sole(x)
		if err != nil {
			return err
		}
		b.given[p.Name] = value
	}
	for _, p := range b.Schema.OfType(schema.DeployerImage) {
		b.given[p.Name] = b.Deployer.Image
	}
	if b.Schema.SchemaVersion != "v2" {
		return nil
	}
	prefix := b.Deployer.ImagePrefix
	if prefix == "" {
		var err error
		if prefix, err = schema.ImageRepoPrefix(b.Deployer.Image); err != nil {
			return err
		}
	}
	b.given[schema.ImageRepoPrefixKey] = prefix
	return nil
}
