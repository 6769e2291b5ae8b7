# What Logstash hands to the scripts of its ruby filter: as much of its event API as they use, with the same errors.
require "digest"
require "json"
require "time"

module LogStash
  # A number with a point: a BigDecimal, as in Logstash, which Jackson writes as BigDecimal.toString.
  class Decimal
    def initialize(text)
      @number = java.math.BigDecimal.new("" + text)
    end

    def to_json(*)
      @number.toString
    end
  end

  module Json
    def self.load(text)
      text.empty? ? nil : JSON.parse(text, decimal_class: Decimal, max_nesting: false)
    end
  end

  class Timestamp
    class << self
      attr_accessor :fixed
    end

    attr_reader :time

    def initialize(time)
      @time = time
    end

    def self.now
      new(fixed || Time.now)
    end

    # As lenient as Logstash's own, but for the time zone of the host.
    def self.coerce(text)
      new(Time.iso8601(text.match?(/\dZ|[+-]\d\d:?\d\d\z/) ? text : "#{text}Z"))
    end

    # Three digits of a second or, where there are more, six or nine.
    def to_json(*)
      instant = java.time.Instant.ofEpochSecond(time.to_i, time.nsec)
      text = instant.toString
      "\"#{time.nsec.zero? ? text.sub("Z", ".000Z") : text}\""
    end
  end

  class Event
    attr_reader :metadata

    def initialize(fields = {}, metadata = {})
      @fields = { "@timestamp" => Timestamp.now, "@version" => "1" }.merge(fields)
      @metadata = metadata
    end

    def get(reference)
      tree, names = place(reference)
      names.inject(tree) { |node, name| node.is_a?(Hash) ? node[name] : nil }
    end

    def set(reference, value)
      tree, names = place(reference)
      raise ArgumentError, "replaces the metadata" if names.empty?

      names[0..-2].each do |name|
        tree[name] = {} if tree[name].nil?
        tree = tree[name]
        raise ArgumentError, "#{name} is no object" unless tree.is_a?(Hash)
      end
      tree[names.last] = value
    end

    def remove(reference)
      tree, names = place(reference)
      names[0..-2].each { |name| tree = tree.is_a?(Hash) ? tree[name] : nil }
      tree.is_a?(Hash) ? tree.delete(names.last) : nil
    end

    def to_hash
      @fields.dup
    end

    def to_json(*)
      JSON.generate(@fields)
    end

    private

    def place(reference)
      names = reference.start_with?("[") ? reference.scan(/\[([^\[\]]+)\]/).flatten : [reference]
      written = reference.start_with?("[") ? names.map { |name| "[#{name}]" }.join : reference.delete("[]")
      raise ArgumentError, "no field reference: #{reference}" unless written == reference

      names.first == "@metadata" ? [@metadata, names.drop(1)] : [@fields, names]
    end
  end
end

# Where the scripts log to.
class Log
  attr_reader :lines

  def initialize
    @lines = []
  end

  def warn(message, details = {})
    @lines << "#{message} #{details}"
  end
end

def start(file, parameters)
  script = Object.new
  log = Log.new
  script.define_singleton_method(:logger) { log }
  script.instance_eval(File.read(file), file, 1)
  script.register(JSON.parse(parameters))
  script
end

def now(text)
  LogStash::Timestamp.fixed = text.empty? ? nil : Time.iso8601(text)
end

def constant(name)
  JSON.generate(KafkaAudit.const_get(name))
end

def logged(script)
  JSON.generate(script.logger.lines)
end

def filter(script, fields, metadata)
  event = LogStash::Event.new(JSON.parse(fields), JSON.parse(metadata))
  results = script.filter(event)
  raise "no events" unless results.all?(LogStash::Event)

  JSON.generate(results.map { |result| { "event" => result.to_hash, "metadata" => result.metadata } }, max_nesting: 0)
end
