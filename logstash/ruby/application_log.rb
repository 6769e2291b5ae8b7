# encoding: utf-8

# The lines of one record of the log topic -> their documents: an array is as many lines as it has elements, what is no JSON is one
# line of text. A line that is far too old or in the future, or that Logstash cannot represent, goes to the quarantine.

require File.expand_path("audit_record", File.dirname(__FILE__))

# A name with a bracket is a reference for Logstash, and one with an @ may be its own; encoders write @version, which says nothing.
FORBIDDEN_NAME = /[\[\]]|\A@|\A\z/.freeze

def register(params)
  @index = params.fetch("index")
  @quarantine = params.fetch("quarantine")
  @age = KafkaAudit::Age.new(params)
end

def filter(event)
  record = KafkaAudit::Record.of_topic(event)
  lines = lines_of(record)
  lines.each_with_index.map { |line, place| document(record, line, lines.size == 1 ? "" : "-#{place}") }
rescue KafkaAudit::Refused => e
  [KafkaAudit.quarantined(@quarantine, record, e)]
end

# A record of which one line is refused is in the quarantine as a whole; its other lines are documents nevertheless.
def document(record, line, suffix)
  instant = instant_of(record, line)
  index = "#{@index}-#{KafkaAudit::Instants.day(instant).tr("-", ".")}"
  @age.check(instant, "The line", index: index)
  event = LogStash::Event.new
  event.remove("@version")
  take_over(event, line)
  event.set("@timestamp", KafkaAudit::Instants.timestamp(instant))
  event.set("[event][ingested]", LogStash::Timestamp.now)
  record.follow(event)
  event.set("[@metadata][kafka]", record.kafka)
  event.set("[@metadata][index]", index)
  # The place on the topic is the id: a replay finds its documents instead of adding new ones.
  event.set("[@metadata][id]", record.id + suffix)
  event
rescue KafkaAudit::Refused => e
  KafkaAudit.quarantined(@quarantine, record, e)
rescue StandardError => e
  refused = KafkaAudit::Refused.new("rejected", "Logstash cannot represent the line: #{e.message}", index: index)
  KafkaAudit.quarantined(@quarantine, record, refused)
end

def lines_of(record)
  scanned = KafkaAudit::Reader.scan(record)
  json = scanned.document
  return [json] if json.is_a?(Hash)
  return json.map { |line| line.is_a?(Hash) ? line : { "message" => line } } if json.is_a?(Array) && !json.empty?

  [{ "message" => record.text }]
rescue KafkaAudit::Refused => e
  raise if e.word != "not-json" || record.text.to_s.empty?

  [{ "message" => record.text }]
end

# A time that cannot be read is replaced by the one at which the record came: it stays the same when the topic is read again.
def instant_of(record, line)
  text = line["@timestamp"]
  instant = KafkaAudit::Instants.of(text)
  return instant unless instant.nil?

  time = LogStash::Timestamp.coerce(text.to_s).time
  java.time.Instant.ofEpochSecond(time.to_i, time.nsec)
rescue StandardError
  java.time.Instant.ofEpochMilli(record.kafka["timestamp"].to_i)
end

def take_over(event, line)
  line.each do |name, value|
    next if ["@timestamp", "@version"].include?(name)

    if name.match?(FORBIDDEN_NAME)
      raise KafkaAudit::Refused.new("unknown-member", "The line has a name at its root that Logstash reads as a reference.")
    end
    event.set("[#{name}]", value)
  end
end
