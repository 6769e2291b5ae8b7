# encoding: utf-8

# A record's line in the archive, byte for byte, and its folder: the day of the event, as far as the index would take it; else the
# day on which the record came to the broker. So nobody who writes to the topic can make more folders than there are days.

require File.expand_path("audit_record", File.dirname(__FILE__))

def register(params)
  @age = KafkaAudit::Age.new(params)
end

def filter(event)
  record = KafkaAudit::Record.of_topic(event)
  event.set("[@metadata][day]", (day_of(record) || day_of_arrival(event)).tr("-", "/"))
  event.set("message", record.line)
  [event]
end

def day_of(record)
  instant = KafkaAudit::Reader.timestamp(record)
  return nil if instant.nil?

  @age.check(instant, "The event")
  KafkaAudit::Instants.day(instant)
rescue KafkaAudit::Refused
  nil
end

def day_of_arrival(event)
  KafkaAudit::Instants.day(java.time.Instant.ofEpochMilli(event.get("[@metadata][kafka][timestamp]").to_i))
end
