# encoding: utf-8

# What the scripts of the pipelines share: a record's own bytes, the rules of docs/admission.md, the quarantine's documents.
# Nothing of a record becomes a field of an event before it has passed the rules, so no record can steer a pipeline.

require "digest"
require "java"
require "securerandom"

module KafkaAudit
  # The limits and names of docs/admission.md; a test compares them with that page, with the schema and with the indexer.
  MAX_BYTES = 1_048_576
  MAX_DEPTH = 203
  MAX_VALUES = 150_000
  MAX_ID_BYTES = 512
  MAX_ORIGINAL_BYTES = 16_777_216
  EXCERPT_LENGTH = 1_000
  ROOT_NAMES = %w[
    @timestamp ecs error event host kafka_audit message messaging process service span trace
  ].freeze

  # Why a record does not become the document that it was meant to be.
  class Refused < StandardError
    attr_reader :word, :id, :index, :type

    def initialize(word, sentence, id: nil, index: nil, type: nil)
      super(sentence)
      @word = word
      @id = id
      @index = index
      @type = type
    end
  end

  # The bytes of a record and where they come from: a place on a topic, or a file of the archive.
  class Record
    # A line of the archive that holds the bytes of a record that is no line of its own.
    WRAPPED = %r{\A\{"kafka_audit_archive":"([A-Za-z0-9+/]*={0,2})"\}\z}.freeze
    WRAPPER = '{"kafka_audit_archive":'

    attr_reader :bytes, :kafka, :source

    # The input reads bytes as ISO-8859-1, in which each of them is one character, whatever it is: nothing gets lost.
    def self.of_topic(event)
      new(bytes(event.get("message").to_s), event.get("[@metadata][kafka]"), nil)
    end

    def self.of_archive(event)
      line = event.get("message").to_s
      wrapped = WRAPPED.match(line)
      new(wrapped ? wrapped[1].unpack1("m") : line.b, nil, event.get("[@metadata][s3][key]"))
    end

    # What an output was not allowed to write: its bytes travel beside it.
    def self.of_dead_letter(event)
      original = event.get("[@metadata][original]")
      new(bytes(original || event.to_json), event.get("[@metadata][kafka]"), event.get("[@metadata][source]"))
    end

    def self.bytes(message)
      message.encode(Encoding::ISO_8859_1).b
    rescue EncodingError
      # Of an input that reads UTF-8.
      message.b
    end
    private_class_method :bytes

    def initialize(bytes, kafka, source)
      @bytes = bytes
      @kafka = kafka.is_a?(Hash) && !kafka["offset"].nil? ? kafka : nil
      @source = source
    end

    # What the event of this record needs when an output refuses it; metadata is never written to an output.
    def follow(event)
      event.set("[@metadata][original]", @bytes.dup.force_encoding(Encoding::ISO_8859_1).encode(Encoding::UTF_8))
      event.set("[@metadata][source]", @source) unless @source.nil?
    end

    # The text of the record; nil when its bytes are no UTF-8.
    def text
      text = @bytes.dup.force_encoding(Encoding::UTF_8)
      text.valid_encoding? ? text : nil
    end

    # The record as one line of the archive. Whatever a reader of lines could split, skip or misread is wrapped.
    def line
      line = text
      return line if line&.start_with?("{") && !line.match?(/[\r\n]/) && !line.start_with?(WRAPPER)

      "#{WRAPPER}\"#{[@bytes].pack("m0")}\"}"
    end

    # An id that nobody chooses: the record's place on its topic; for a line of the archive, which has none, its digest.
    def id
      return "archive-#{Digest::SHA256.hexdigest(@bytes)}" if @kafka.nil?

      "#{@kafka["topic"]}-#{@kafka["partition"]}-#{@kafka["offset"]}"
    end
  end

  # A value that Logstash would write otherwise than it was sent: 1e2 as 1E+2, "\ud800" as "?". It is a text for Logstash and its own
  # JSON for whoever writes JSON. (The library that Logstash writes JSON with asks an unknown class for to_json; should a later
  # version not ask any more, the value is written as text.)
  class AsSent < String
    MARK = SecureRandom.hex(16).freeze

    def to_json(*)
      String.new(self)
    end

    # Puts a text that begins with the mark, which no record can know, in the place of each value.
    def self.mark(scanned)
      return if scanned.marks.empty?

      bytes = scanned.text.b
      copied = 0
      text = scanned.marks.each_with_object("".b) do |(offset, json), result|
        result << bytes.byteslice(copied, offset - copied) << "\"#{MARK}#{escaped(json)}\"".b
        copied = offset + json.bytesize
      end
      scanned.text = (text << bytes.byteslice(copied..)).force_encoding(Encoding::UTF_8)
    end

    def self.escaped(json)
      json.gsub(/["\\]/) { |special| "\\#{special}" }
    end
    private_class_method :escaped

    def self.unmarked(value)
      case value
      when Hash then value.transform_values { |member| unmarked(member) }
      when Array then value.map { |element| unmarked(element) }
      when String then value.start_with?(MARK) ? new(value[MARK.length..]) : value
      else value
      end
    end
  end

  # Reads a record as JSON within the limits.
  module Reader
    JACKSON = Java::ComFasterxmlJacksonCore
    FACTORY = JACKSON::JsonFactoryBuilder.new
                                         .streamReadConstraints(
                                           JACKSON::StreamReadConstraints.builder
                                             .maxNestingDepth(MAX_DEPTH + 1)
                                             .maxStringLength(MAX_BYTES)
                                             .maxNameLength(MAX_BYTES)
                                             .maxNumberLength(MAX_BYTES)
                                             .build
                                         )
                                         .enable(JACKSON::StreamReadFeature::STRICT_DUPLICATE_DETECTION)
                                         .build
    START_OBJECT = 1
    END_OBJECT = 2
    START_ARRAY = 3
    END_ARRAY = 4
    NAME = 5
    STRING = 6
    INTEGER = 7
    DECIMAL = 8

    BYTE_ORDER_MARK = "\xEF\xBB\xBF".b.freeze
    SURROGATE = /\\u[dD][89a-fA-F]/.freeze
    # A pair is one character; half of one is none, and no text of Ruby's can hold it.
    ESCAPE = /\\(?:u[dD][89abAB]\h\h\\u[dD][c-fC-F]\h\h|(u[dD][89a-fA-F]\h\h)|.)/m.freeze
    # Longer ones are not looked at digit by digit.
    LONGEST_NUMBER = 1_000
    PLAIN_NUMBER = /\A-?\d+(\.\d+)?\z/.freeze

    # The names at the root, and the text with a mark in front of what Logstash could not hold as it was sent.
    Scanned = Struct.new(:root_names, :text, :is_object, :marks) do
      def document
        marks.empty? ? LogStash::Json.load(text) : AsSent.unmarked(LogStash::Json.load(text))
      end
    end

    def self.object(record)
      scanned = scan(record)
      raise not_json unless scanned.is_object

      scanned
    end

    def self.scan(record)
      text = sized_text(record)
      scanned = Scanned.new([], text, nil, [])
      parser = FACTORY.createParser(text.to_java_bytes)
      scan_document(parser, scanned, text.match?(SURROGATE))
      AsSent.mark(scanned)
      scanned
    rescue JACKSON::JacksonException => e
      raise e.getOriginalMessage.start_with?("Duplicate ") ? repeated_name : not_json
    ensure
      parser&.close
    end

    # The time at the root of a document, found without reading more than is in front of it; nil when there is none.
    def self.timestamp(record)
      parser = FACTORY.createParser(sized_text(record).to_java_bytes)
      parser.nextToken
      return nil unless parser.currentTokenId == START_OBJECT

      until parser.nextToken.nil? || parser.currentTokenId != NAME
        name = parser.currentName
        parser.nextToken
        return parser.currentTokenId == STRING ? Instants.of(parser.getText) : nil if name == "@timestamp"

        parser.skipChildren
      end
      nil
    rescue JACKSON::JacksonException, Refused
      nil
    ensure
      parser&.close
    end

    def self.sized_text(record)
      size = record.bytes.bytesize
      raise Refused.new("too-large", "The record has #{size} bytes, more than #{MAX_BYTES}.") if size > MAX_BYTES
      raise Refused.new("not-json", "The record is empty.") if size.zero?

      text = record.text
      raise Refused.new("not-json", "The record is not valid UTF-8.") if text.nil?
      # Jackson skips the one and takes the other for UTF-16; for Elasticsearch neither is JSON.
      raise not_json if record.bytes.start_with?(BYTE_ORDER_MARK) || text.include?("\0")

      text
    end
    private_class_method :sized_text

    def self.scan_document(parser, scanned, with_surrogates)
      depth = 0
      values = 0
      loop do
        parser.nextToken
        case parser.currentTokenId
        when NAME
          scanned.root_names << parser.currentName if depth == 1 && scanned.is_object
        when END_OBJECT, END_ARRAY
          depth -= 1
        else
          values += 1
          raise too_many_values if values > MAX_VALUES

          depth += value(parser, scanned, with_surrogates)
          raise too_deep if depth > MAX_DEPTH
        end
        scanned.is_object = parser.currentTokenId == START_OBJECT if scanned.is_object.nil?
        break unless depth.positive?
      end
      parser.nextToken
      raise not_json unless parser.currentTokenId.zero?
    end
    private_class_method :scan_document

    # By how much the value is deeper than the one around it.
    def self.value(parser, scanned, with_surrogates)
      token = parser.currentTokenId
      return 1 if [START_OBJECT, START_ARRAY].include?(token)
      raise not_json if token.zero?

      if [INTEGER, DECIMAL].include?(token)
        number = parser.getText
        scanned.marks << [parser.currentTokenLocation.getByteOffset, number] unless kept?(number, token)
      elsif token == STRING && with_surrogates
        text = sent(parser, scanned.text)
        scanned.marks << [parser.currentTokenLocation.getByteOffset, text] if half?(text)
      end
      0
    end
    private_class_method :value

    # The text with its quotation marks and escapes.
    def self.sent(parser, text)
      parser.getText
      from = parser.currentTokenLocation.getByteOffset
      text.byteslice(from, parser.currentLocation.getByteOffset - from)
    end
    private_class_method :sent

    def self.half?(text)
      text.match?(SURROGATE) && text.scan(ESCAPE).any? { |(half)| !half.nil? }
    end
    private_class_method :half?

    # Whether Logstash writes a number as it was sent: it would write 1e2 as 1E+2, 0.0000001 as 1E-7, -0 as 0.
    def self.kept?(number, token)
      return false if number.length > LONGEST_NUMBER
      return number != "-0" if token == INTEGER

      number.match?(PLAIN_NUMBER) && java.math.BigDecimal.new(number).toString == number
    end
    private_class_method :kept?

    def self.not_json
      Refused.new("not-json", "The record is not exactly one JSON object.")
    end

    def self.repeated_name
      Refused.new("not-json", "The record has a name twice in one object.")
    end

    def self.too_deep
      Refused.new("too-deep", "The record is nested more than #{MAX_DEPTH} levels deep.")
    end

    def self.too_many_values
      Refused.new("too-many-values", "The record has more than #{MAX_VALUES} values.")
    end
  end

  # Times in the one form that every part of the way reads alike.
  module Instants
    FORM = /\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z/.freeze
    # 9999-12-31T23:59:59Z
    LAST_SECOND = 253_402_300_799

    def self.of(text)
      return nil unless text.is_a?(String) && text.match?(FORM)

      instant = java.time.OffsetDateTime.parse(text).toInstant
      instant.getEpochSecond.between?(0, LAST_SECOND) ? instant : nil
    rescue java.time.DateTimeException
      nil
    end

    def self.day(instant)
      instant.toString[0, 10]
    end

    def self.timestamp(instant)
      LogStash::Timestamp.coerce(instant.toString)
    end
  end

  # How long ago, and how far ahead, an event may have happened.
  class Age
    SECOND = 1_000_000_000

    def initialize(params)
      @days = Integer(params.fetch("retention_days"))
      @hours = Integer(params.fetch("ahead_hours"))
    end

    # An index of a day is deleted when that day began `retention` ago; an event for it would bring it back.
    def check(instant, what, id: nil, index: nil)
      now = LogStash::Timestamp.now.time
      now = now.to_i * SECOND + now.nsec
      seconds = instant.getEpochSecond
      day = seconds - seconds % 86_400
      if @days.positive? && (day + @days * 86_400) * SECOND <= now
        raise Refused.new("too-old", "#{what} is older than the #{@days} days that are kept.", id: id, index: index)
      end
      return unless @hours.positive? && seconds * SECOND + instant.getNano > now + @hours * 3_600 * SECOND

      raise Refused.new("in-the-future", "#{what} is more than #{@hours} hours ahead of this host's clock.",
                        id: id, index: index)
    end
  end

  # Elasticsearch refuses an id that is empty or longer, and what is no text is none.
  def self.id_of(document)
    event = document["event"]
    id = event.is_a?(Hash) ? event["id"] : nil
    id.instance_of?(String) && id.bytesize.between?(1, MAX_ID_BYTES) ? id : nil
  end

  # The document of the quarantine: a new event, of which the record chooses nothing but the bytes.
  def self.quarantined(quarantine, record, refused)
    event = LogStash::Event.new
    event.remove("@version")
    event.set("@timestamp", LogStash::Timestamp.now)
    event.set("[event][ingested]", LogStash::Timestamp.now)
    event.set("[event][reason]", refused.message)
    event.set("[event][id]", refused.id) unless refused.id.nil?
    event.set("[error][type]", refused.type) unless refused.type.nil?
    event.set("[kafka_audit][quarantine][cause]", refused.word)
    event.set("[kafka_audit][quarantine][index]", refused.index) unless refused.index.nil?
    original(event, record)
    place(event, record.kafka)
    event.set("[kafka_audit][quarantine][source]", record.source) unless record.source.nil?
    record.follow(event)
    event.set("[@metadata][kafka]", record.kafka) unless record.kafka.nil?
    event.set("[@metadata][index]", quarantine)
    event.set("[@metadata][id]", record.id)
    event
  end

  # The bytes in a form that nothing on the way can change, and so much of the text that a person can tell what it is.
  def self.original(event, record)
    bytes = record.bytes
    event.set("[event][original]", [bytes.byteslice(0, MAX_ORIGINAL_BYTES)].pack("m0"))
    event.set("[kafka_audit][quarantine][encoding]", "base64")
    event.set("[kafka_audit][quarantine][size]", bytes.bytesize)
    text = record.text
    event.set("[message]", text[0, EXCERPT_LENGTH]) unless text.nil? || text.empty?
  end
  private_class_method :original

  def self.place(event, kafka)
    return if kafka.nil?

    event.set("[messaging][destination][name]", kafka["topic"])
    event.set("[messaging][destination][partition][id]", kafka["partition"].to_s)
    event.set("[messaging][kafka][offset]", kafka["offset"])
    event.set("[kafka_audit][record][coordinate]", "#{kafka["topic"]}/#{kafka["partition"]}/#{kafka["offset"]}")
  end
  private_class_method :place
end
