# encoding: utf-8

# Turns a document that Elasticsearch refused into one that it takes: the document as text, and why it was refused.

def register(params)
  @quarantine = params.fetch("quarantine")
end

def filter(event)
  document = event.to_json
  answer = event.get("[@metadata][dead_letter_queue][reason]").to_s[/response: .*\z/m].to_s
  kafka = event.get("[@metadata][kafka]") || {}
  id = event.get("[event][id]")
  clear(event)
  event.set("@timestamp", LogStash::Timestamp.now)
  event.set("[event][ingested]", LogStash::Timestamp.now)
  event.set("[event][original]", document)
  event.set("[event][reason]", "Elasticsearch refused the document: #{text_of(answer, "reason") || answer[0, 1_000]}")
  event.set("[event][id]", id) if id.is_a?(String)
  type = text_of(answer, "type")
  event.set("[error][type]", type) unless type.nil?
  event.set("[kafka_audit][quarantine][cause]", "rejected")
  event.set("[kafka_audit][quarantine][encoding]", "text")
  event.set("[kafka_audit][quarantine][index]", event.get("[@metadata][index]").to_s)
  place = place(event, kafka)
  event.set("[@metadata][id]", place) unless place.nil?
  event.set("[@metadata][index]", @quarantine)
  [event]
end

# A field with a name that is no field reference stays: it is not mapped and harms nobody.
def clear(event)
  event.to_hash.each_key do |name|
    event.remove("[#{name}]")
  rescue StandardError
    next
  end
end

# The record's place on its topic: written into the document, and its id, so that a replay finds it again.
def place(event, kafka)
  return nil if kafka["offset"].nil?

  event.set("[messaging][destination][name]", kafka["topic"])
  event.set("[messaging][destination][partition][id]", kafka["partition"].to_s)
  event.set("[messaging][kafka][offset]", kafka["offset"])
  event.set("[kafka_audit][record][coordinate]", "#{kafka["topic"]}/#{kafka["partition"]}/#{kafka["offset"]}")
  "#{kafka["topic"]}-#{kafka["partition"]}-#{kafka["offset"]}"
end

# The first "name" of a Ruby hash that was printed into the reason: "type"=>"…" or "type" => "…".
def text_of(answer, name)
  answer[/"#{name}"\s*=>\s*"((?:[^"\\]|\\.)*)"/, 1]
end
