package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The words that names, summaries and introductions are made of.
var (
	products = strings.Fields(`Redis Nginx Kafka Postgres MySQL Grafana Prometheus Jenkins Harbor Vault Consul Airflow Spark Flink Elastic Kibana
		Loki Tempo Jaeger Minio Ceph Rook Keycloak Gitea GitLab Nexus Sonar WordPress Drupal Ghost Nextcloud Mattermost Rocket Zulip Odoo Superset Metabase
		Jupyter Kubeflow MLflow Milvus Qdrant Weaviate Neo4j Cassandra Scylla Mongo Couch Influx Timescale Click Trino Presto Pulsar Rabbit Nats Envoy Traefik
		Kong Haproxy Varnish Memcached Etcd Zookeeper 레디스 카프카 모니터링 데이터베이스 메시지 저장소 검색엔진`)
	traits = strings.Fields(`fast distributed durable small scalable open secure encrypted replicated stateless stateful clustered embedded managed portable
		simple reliable elastic federated immutable observable 빠른 안전한 분산 확장가능한`)
	nouns = strings.Fields(`database cache queue proxy gateway broker store index dashboard registry scheduler pipeline workflow console search engine
		balancer directory notebook warehouse lake stream monitor tracer logger vault mesh operator agent exporter 데이터베이스 캐시 게이트웨이 저장소`)
	verbs = strings.Fields(`keeps serves routes collects shows stores moves watches protects balances indexes schedules builds runs replicates compresses`)
)

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func sentence(r *rand.Rand) string {
	return fmt.Sprintf("The %s %s %s %s the %s of a %s %s.", pick(r, traits), pick(r, nouns), pick(r, verbs), pick(r, traits), pick(r, nouns), pick(r, traits), pick(r, nouns))
}

// prose is Markdown of about so many bytes.
func prose(r *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, "## %s %s\n\n", pick(r, traits), pick(r, nouns))
		for range 5 {
			b.WriteString(sentence(r) + " ")
		}
		b.WriteString("\n\n")
	}
	return b.String()
}
