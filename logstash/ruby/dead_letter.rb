# encoding: utf-8

# Turns a document that Elasticsearch refused into one that it takes: the record's own bytes, and why it was refused.

require File.expand_path("audit_record", File.dirname(__FILE__))

def register(params)
  @quarantine = params.fetch("quarantine")
end

# The result is a new event, without the mark of the dead letter queue: refused again, it is kept in this pipeline's own.
def filter(event)
  told = event.get("[@metadata][dead_letter_queue][reason]").to_s
  answer = told[/response: .*\z/m].to_s
  id = event.get("[event][id]")
  refused = KafkaAudit::Refused.new(
    "rejected",
    "Elasticsearch refused the document with status #{told[/status: (\d+)/, 1]}: " \
    "#{text_of(answer, "reason") || answer[0, 1_000]}",
    id: id.is_a?(String) ? id : nil,
    index: event.get("[@metadata][index]").to_s,
    type: text_of(answer, "type")
  )
  [KafkaAudit.quarantined(@quarantine, KafkaAudit::Record.of_dead_letter(event), refused)]
end

# The first "name" of a Ruby hash that was printed into the reason: "type"=>"…" or "type" => "…".
def text_of(answer, name)
  answer[/"#{name}"\s*=>\s*"((?:[^"\\]|\\.)*)"/, 1]
end
