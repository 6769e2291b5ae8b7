# encoding: utf-8

# Decides for every record of the audit topic whether it is an audit event that belongs into the index of its day, or goes
# to the quarantine with the reason. It parses the text itself, so that nothing in a document can steer the pipeline: a
# document's own "@metadata" is refused, and what is inside the payload is never looked at.

def register(params)
  @index = params.fetch("index")
  @quarantine = params.fetch("quarantine")
  @retention = Integer(params.fetch("retention_days")) * 86_400
  @ahead = Integer(params.fetch("ahead_hours")) * 3_600
end

def filter(event)
  text = event.get("message").to_s
  event.remove("message")
  event.remove("@version")
  refusal = read(event, text)
  quarantine(event, text, *refusal) unless refusal.nil?
  event.set("[event][ingested]", LogStash::Timestamp.now)
  [event]
end

# Returns nil when the event is admitted, else [cause, reason, event id or nil, index or nil].
def read(event, text)
  document = parse(text)
  return ["not-json", "The record is not one JSON object."] unless document.is_a?(Hash)

  id = id_of(document)
  return ["no-id", "The document has no event.id of 1 to 512 bytes."] if id.nil?

  timestamp = timestamp_of(document)
  return ["bad-timestamp", "The document has no @timestamp that can be read.", id] if timestamp.nil?

  index = "#{@index}-#{timestamp.time.getutc.strftime("%Y.%m.%d")}"
  age = age_refusal(timestamp)
  return [age[0], age[1], id, index] unless age.nil?

  take_over(event, document, timestamp)
  event.set("[@metadata][index]", index)
  event.set("[@metadata][id]", id)
  nil
rescue StandardError => e
  ["rejected", "Logstash cannot represent the document: #{e.message}", id, index]
end

def parse(text)
  LogStash::Json.load(text)
rescue StandardError
  nil
end

# Elasticsearch takes {"event": {"id": …}} and {"event.id": …} for the same.
def id_of(document)
  event = document["event"]
  id = event.is_a?(Hash) && event.key?("id") ? event["id"] : document["event.id"]
  id.is_a?(String) && id.bytesize.between?(1, 512) ? id : nil
end

def timestamp_of(document)
  text = document["@timestamp"]
  text.is_a?(String) ? LogStash::Timestamp.coerce(text) : nil
rescue StandardError
  nil
end

# An index of a day is deleted when that day began `retention` ago; an event for it would bring it back.
def age_refusal(timestamp)
  now = Time.now.to_i
  day = timestamp.to_i - timestamp.to_i % 86_400
  if @retention.positive? && now - day >= @retention
    ["too-old", "The event is older than the #{@retention / 86_400} days that events are kept."]
  elsif @ahead.positive? && timestamp.to_i - now > @ahead
    ["in-the-future", "The event is more than #{@ahead / 3_600} hours ahead of this host's clock."]
  end
end

def take_over(event, document, timestamp)
  raise ArgumentError, "a field named @metadata" if document.key?("@metadata")

  document.each { |name, value| event.set("[#{name}]", value) unless name == "@timestamp" }
  event.set("@timestamp", timestamp)
end

def quarantine(event, text, cause, reason, id = nil, index = nil)
  kafka = event.get("[@metadata][kafka]") || {}
  event.to_hash.each_key { |name| event.remove("[#{name}]") }
  event.set("@timestamp", LogStash::Timestamp.now)
  event.set("[event][original]", text)
  event.set("[event][reason]", reason)
  event.set("[event][id]", id) unless id.nil?
  event.set("[kafka_audit][quarantine][cause]", cause)
  event.set("[kafka_audit][quarantine][encoding]", "text")
  event.set("[kafka_audit][quarantine][index]", index) unless index.nil?
  event.set("[@metadata][index]", @quarantine)
  event.set("[@metadata][id]", place(event, kafka) || id || content_id(text))
end

# The record's place on the audit topic: written into the document, and its id, so that a replay finds it again.
def place(event, kafka)
  return nil if kafka["offset"].nil?

  event.set("[messaging][destination][name]", kafka["topic"])
  event.set("[messaging][destination][partition][id]", kafka["partition"].to_s)
  event.set("[messaging][kafka][offset]", kafka["offset"])
  event.set("[kafka_audit][record][coordinate]", "#{kafka["topic"]}/#{kafka["partition"]}/#{kafka["offset"]}")
  "#{kafka["topic"]}-#{kafka["partition"]}-#{kafka["offset"]}"
end

# A line of the archive has no place on the topic.
def content_id(text)
  require "digest"
  Digest::SHA256.hexdigest(text)
end
