# encoding: utf-8

# Decides for every record of the audit topic, or line of the archive, whether it is an audit event that belongs into the index
# of its day, or goes to the quarantine with the reason: by the rules of docs/admission.md, as the embedded indexer does.

require File.expand_path("audit_record", File.dirname(__FILE__))

def register(params)
  @index = params.fetch("index")
  @quarantine = params.fetch("quarantine")
  @from = params.fetch("from")
  raise ArgumentError, "from is topic or archive" unless %w[topic archive].include?(@from)

  @age = KafkaAudit::Age.new(params)
end

def filter(event)
  record = @from == "topic" ? KafkaAudit::Record.of_topic(event) : KafkaAudit::Record.of_archive(event)
  admit(event, record)
  [event]
rescue KafkaAudit::Refused => e
  [refused(record, e)]
end

def admit(event, record)
  scanned = KafkaAudit::Reader.object(record)
  unless (scanned.root_names - KafkaAudit::ROOT_NAMES).empty?
    raise KafkaAudit::Refused.new("unknown-member", "The record has a member at its root that no audit event has.")
  end

  document = scanned.document
  id = KafkaAudit.id_of(document)
  raise KafkaAudit::Refused.new("no-id", "The event has no event.id of 1 to 512 bytes.") if id.nil?

  instant = KafkaAudit::Instants.of(document["@timestamp"])
  raise KafkaAudit::Refused.new("bad-timestamp", "The event has no @timestamp that can be read.", id: id) if instant.nil?

  index = "#{@index}-#{day(event, instant).tr("-/", ".")}"
  @age.check(instant, "The event", id: id, index: index)
  take_over(event, document, instant)
  record.follow(event)
  event.set("[@metadata][index]", index)
  event.set("[@metadata][id]", id)
rescue KafkaAudit::Refused
  raise
rescue StandardError => e
  raise KafkaAudit::Refused.new("rejected", "Logstash cannot represent the document: #{e.message}", id: id, index: index)
end

# Restored events stay together by the folder that they were in: no event makes an index of its own.
def day(event, instant)
  folder = @from == "archive" ? event.get("[@metadata][s3][key]").to_s[%r{/(\d{4}/\d\d/\d\d)/[^/]*\z}, 1] : nil
  folder || KafkaAudit::Instants.day(instant)
end

def take_over(event, document, instant)
  event.remove("message")
  event.remove("@version")
  document.each { |name, value| event.set("[#{name}]", value) unless name == "@timestamp" }
  event.set("@timestamp", KafkaAudit::Instants.timestamp(instant))
  event.set("[event][ingested]", LogStash::Timestamp.now)
end

def refused(record, refusal)
  if @from == "archive"
    logger.warn("Not restored", "id" => record.id, "file" => record.source, "reason" => refusal.message)
  end
  KafkaAudit.quarantined(@quarantine, record, refusal)
end
